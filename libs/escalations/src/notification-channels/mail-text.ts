import { clockWords, type EscalationRaised } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { Mail } from '@redress/notifications';
import type { MailLanguage } from '@redress/policies';
import type { LadderMark } from '@redress/sla';
import type { NotificationPayload } from '../notify-outside/notification-payload';

interface Facts {
  readonly clock: string;
  readonly caseId: string;
  /** Where the step stands; `undefined`: the target is missed. */
  readonly mark: string | undefined;
  readonly due: string;
  readonly link: string | undefined;
}

/**
 * The mail that an escalation becomes. It names the case by its id, and nobody: whoever may know more follows the link.
 * @param body a NotificationPayload of an EscalationRaised, in JSON
 */
export function mailText(
  body: string,
  { language, timeZone }: { readonly language: MailLanguage; readonly timeZone: string },
): Pick<Mail, 'subject' | 'text'> {
  const { data, event, link } = JSON.parse(body) as NotificationPayload;
  const { clock, at, clockDueAt, dueAt } = data as EscalationRaised['data'];
  const facts = {
    clock: clockWords(clock)[language],
    caseId: event.partitionKey,
    mark: at === 'due' ? undefined : LANGUAGES[language].mark(at),
    due: instantIn(clockDueAt ?? dueAt, timeZone),
    link,
  };
  const { subject, lines } = LANGUAGES[language];
  return { subject: subject(facts), text: `${lines(facts).join('\n')}\n` };
}

const LANGUAGES: Readonly<
  Record<
    MailLanguage,
    {
      readonly mark: (at: LadderMark) => string;
      readonly subject: (facts: Facts) => string;
      readonly lines: (facts: Facts) => readonly string[];
    }
  >
> = {
  en: {
    mark: (at) => (typeof at === 'number' ? `${String(at)} % of the time has passed` : `${at} is left`),
    subject: ({ clock, caseId, mark }) =>
      `${clock} ${mark === undefined ? 'missed' : 'at risk'}: case ${caseId}`,
    lines: ({ clock, caseId, mark, due, link }) => [
      `Case ${caseId}`,
      `${clock}: ${mark ?? 'missed'}`,
      `Due: ${due}`,
      ...(link === undefined ? [] : [link]),
    ],
  },
  zh: {
    mark: (at) => (typeof at === 'number' ? `已用时限的 ${String(at)} %` : `剩余 ${at}`),
    subject: ({ clock, caseId, mark }) => `${clock}${mark === undefined ? '超时' : '预警'}：个案 ${caseId}`,
    lines: ({ clock, caseId, mark, due, link }) => [
      `个案 ${caseId}`,
      `${clock}：${mark ?? '超时'}`,
      `到期：${due}`,
      ...(link === undefined ? [] : [link]),
    ],
  },
};

/** Such as `2026-03-02 18:00 Asia/Shanghai`; the Swedish way of writing an instant is that of ISO 8601. */
const instantIn = (iso: string, timeZone: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(fromIso(iso))} ${timeZone}`;

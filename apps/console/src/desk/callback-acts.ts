import { actOnCallback, scheduleCallback } from '../api/acts';
import { serverNow } from '../api/use-live-clocks';
import type { CallbackView, CaseView, CommandOutcome } from '../api/types';
import type { Words } from '../i18n/use-words';
import type { Act, Filled } from '../ui/act-dialog';
import { caseName } from '../ui/case-acts';

const HOUR_MS = 3_600_000;

const OUTCOMES = [
  'reached',
  'no-answer',
  'busy',
  'voicemail',
  'wrong-number',
  'asked-to-call-later',
  'refused',
] as const;

/** An instant as an input of the browser wants it: in the browser's zone, without one. */
function forInput(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const windowFields = ({ t }: Words, required: boolean) => {
  const zone = t('act.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const next = Math.ceil(serverNow() / HOUR_MS) * HOUR_MS;
  return [
    {
      name: 'from',
      label: t('act.from'),
      kind: 'instant' as const,
      required,
      hint: zone,
      ...(required ? { initial: forInput(next) } : {}),
    },
    {
      name: 'to',
      label: t('act.to'),
      kind: 'instant' as const,
      required,
      ...(required ? { initial: forInput(next + HOUR_MS) } : {}),
    },
  ];
};

const windowOf = ({ from, to }: Filled) =>
  from === undefined || to === undefined
    ? {}
    : { window: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } };

/** What the server says about a call that is not to be made now. */
const suppressedIn =
  ({ t, time }: Words) =>
  ({ suppressed }: CommandOutcome): string | undefined => {
    if (suppressed === undefined || suppressed === null) return undefined;
    const why = t(`suppression.${suppressed.rule}` as 'suppression.spacing');
    return suppressed.nextAllowedAt === null
      ? why
      : `${why} ${t('suppression.next', { time: time(suppressed.nextAllowedAt, serverNow()) })}`;
  };

/** To promise the customer of a case a call. */
export const scheduleFor = (words: Words, found: CaseView, owner: string): Act => ({
  title: words.t('act.schedule'),
  about: words.t('case.title', { name: caseName(found) }),
  fields: [
    ...windowFields(words, true),
    { name: 'note', label: words.t('act.noteLabel'), kind: 'text', hint: words.t('act.noteHint') },
  ],
  send: ({ note, ...window }) =>
    scheduleCallback({
      purpose: 'promise',
      complaintId: found.id,
      owner,
      team: found.team,
      ...windowOf(window),
      ...(note === undefined ? {} : { note }),
    }),
});

export const claimCall = (words: Words, { id, revision }: CallbackView): Act => ({
  title: words.t('act.claim'),
  fields: [],
  send: () => actOnCallback(id, 'claim', {}, revision),
});

export const startCall = (words: Words, { id, customer }: CallbackView): Act => ({
  title: words.t('act.startCall'),
  ...(customer.number === null ? {} : { about: customer.number }),
  fields: [],
  send: () => actOnCallback(id, 'attempts'),
  said: suppressedIn(words),
});

export const recordOutcome = (words: Words, { id }: CallbackView): Act => ({
  title: words.t('act.recordOutcome'),
  fields: [
    {
      name: 'outcome',
      label: words.t('act.outcome'),
      kind: 'choice',
      required: true,
      initial: 'reached',
      choices: OUTCOMES.map((outcome) => [outcome, words.word('outcome', outcome)]),
    },
    ...windowFields(words, false),
    { name: 'note', label: words.t('act.noteLabel'), kind: 'text', hint: words.t('act.noteHint') },
  ],
  send: ({ outcome, note, ...window }) =>
    actOnCallback(id, 'outcome', { outcome, ...windowOf(window), ...(note === undefined ? {} : { note }) }),
});

/** With the survey, where it is a call that asks. */
export const completeCall = (words: Words, { id, purpose }: CallbackView): Act => {
  const { t } = words;
  const asks = purpose === 'follow-up' || purpose === 'care';
  return {
    title: t('act.completeCall'),
    fields: [
      ...(asks
        ? ([
            {
              name: 'satisfied',
              label: t('act.satisfied'),
              kind: 'choice',
              required: purpose === 'follow-up',
              initial: purpose === 'follow-up' ? 'yes' : '',
              choices: [
                ['yes', t('act.yes')],
                ['no', t('act.no')],
              ],
            },
            {
              name: 'csat',
              label: t('act.csat'),
              kind: 'choice',
              choices: ['1', '2', '3', '4', '5'].map((score) => [score, score] as const),
            },
            { name: 'comment', label: t('act.comment'), kind: 'text', hint: t('act.noteHint') },
          ] as const)
        : []),
      { name: 'note', label: t('act.noteLabel'), kind: 'text', hint: t('act.noteHint') },
    ],
    send: ({ satisfied, csat, comment, note }) => {
      const answers = {
        ...(satisfied === undefined ? {} : { satisfied: satisfied === 'yes' }),
        ...(csat === undefined ? {} : { csat: Number(csat) }),
        ...(comment === undefined ? {} : { comment }),
      };
      return actOnCallback(id, 'complete', {
        ...(Object.keys(answers).length === 0 ? {} : { answers }),
        ...(note === undefined ? {} : { note }),
      });
    },
  };
};

export const handOverCall = (words: Words, { id, team }: CallbackView): Act => ({
  title: words.t('act.handOver'),
  fields: [
    { name: 'team', label: words.t('act.team'), required: true, initial: team },
    { name: 'owner', label: words.t('act.agent'), hint: words.t('act.agentHint') },
    { name: 'note', label: words.t('act.noteLabel'), kind: 'text', hint: words.t('act.noteHint') },
  ],
  send: (filled) => actOnCallback(id, 'transfer', filled),
});

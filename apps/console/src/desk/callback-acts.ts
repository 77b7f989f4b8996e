import { createElement, type ReactNode } from 'react';
import { actOnCallback, scheduleCallback } from '../api/acts';
import { serverNow } from '../api/use-live-clocks';
import type { CallbackView, CaseView, CommandOutcome } from '../api/types';
import type { Words } from '../i18n/use-words';
import type { Act, Filled } from '../ui/act-dialog';
import { caseName, note, reason } from '../ui/case-acts';
import type { FieldSpec } from '../ui/field';

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

type Shows = NonNullable<FieldSpec['shows']>;

const windowFields = ({ t }: Words, shows: Shows = () => true): readonly FieldSpec[] => {
  const zone = t('act.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const next = Math.ceil(serverNow() / HOUR_MS) * HOUR_MS;
  return [
    {
      name: 'from',
      label: t('act.from'),
      kind: 'instant',
      required: true,
      hint: zone,
      initial: forInput(next),
      shows,
    },
    {
      name: 'to',
      label: t('act.to'),
      kind: 'instant',
      required: true,
      initial: forInput(next + HOUR_MS),
      shows,
    },
  ];
};

/** When the window is where the customer is: nobody is called in their night by mistake. */
const foreseenThere =
  ({ t, timeIn }: Words, timeZone: string | undefined) =>
  ({ from, to }: Filled): ReactNode => {
    if (timeZone === undefined || from === undefined || to === undefined) return null;
    const [begins, ends] = [from, to].map((at) => timeIn(Date.parse(at), timeZone));
    const there = t('act.there', { from: begins, to: ends });
    return createElement('p', { className: 'foreseen', role: 'status' }, there);
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

/** What the server says where the window that was asked for lay in the customer's quiet hours. */
const movedIn =
  ({ t, time }: Words) =>
  ({ movedTo }: CommandOutcome): string | undefined =>
    movedTo === undefined || movedTo === null
      ? undefined
      : t('act.movedTo', {
          from: time(movedTo.from, serverNow()),
          to: time(movedTo.to, serverNow()),
        });

const calledName = ({ name, id }: CallbackView['customer']): string => name ?? id;

/** To promise the customer of a case a call. */
export const scheduleFor = (words: Words, found: CaseView, owner: string): Act => ({
  title: words.t('act.schedule'),
  about: words.t('case.title', { name: caseName(found) }),
  fields: [...windowFields(words), note(words)],
  send: ({ from, to, ...more }) =>
    scheduleCallback({
      purpose: 'promise',
      complaintId: found.id,
      owner,
      team: found.team,
      ...windowOf({ from, to }),
      ...more,
    }),
  foresees: foreseenThere(words, found.customer.timeZone),
  said: movedIn(words),
});

/** To agree on another window; the one that was missed stays missed. */
export const rescheduleCall = (words: Words, { id, revision, timeZone, customer }: CallbackView): Act => ({
  title: words.t('act.reschedule'),
  about: calledName(customer),
  fields: [
    ...windowFields(words),
    {
      name: 'renegotiatedBy',
      label: words.t('act.renegotiatedBy'),
      kind: 'choice',
      required: true,
      initial: 'customer',
      choices: [
        ['customer', words.t('act.theCustomer')],
        ['us', words.t('act.us')],
      ],
    },
    note(words),
  ],
  send: ({ from, to, ...more }, anew) =>
    actOnCallback(id, 'reschedule', { ...windowOf({ from, to }), ...more }, anew ?? revision),
  foresees: foreseenThere(words, timeZone),
  said: movedIn(words),
});

/** The call is not owed any more. */
export const cancelCall = (words: Words, { id, revision, customer }: CallbackView): Act => ({
  title: words.t('act.cancelCall'),
  about: calledName(customer),
  fields: [reason(words, true), note(words)],
  send: (filled, anew) => actOnCallback(id, 'cancel', filled, anew ?? revision),
});

export const claimCall = (words: Words, { id, revision, customer }: CallbackView): Act => ({
  title: words.t('act.claim'),
  about: calledName(customer),
  fields: [],
  send: (_, anew) => actOnCallback(id, 'claim', {}, anew ?? revision),
});

export const startCall = (words: Words, { id, customer }: CallbackView): Act => ({
  title: words.t('act.startCall'),
  about: [calledName(customer), customer.number ?? ''].join(' '),
  fields: [],
  send: () => actOnCallback(id, 'attempts'),
  said: suppressedIn(words),
});

export const recordOutcome = (words: Words, { id, timeZone, customer }: CallbackView): Act => ({
  title: words.t('act.recordOutcome'),
  about: calledName(customer),
  fields: [
    {
      name: 'outcome',
      label: words.t('act.outcome'),
      kind: 'choice',
      required: true,
      choices: OUTCOMES.map((outcome) => [outcome, words.word('outcome', outcome)]),
    },
    ...windowFields(words, ({ outcome }) => outcome === 'asked-to-call-later'),
    note(words),
  ],
  send: ({ from, to, ...more }) => actOnCallback(id, 'outcome', { ...windowOf({ from, to }), ...more }),
  foresees: foreseenThere(words, timeZone),
  said: movedIn(words),
});

/** With the survey, where it is a call that asks. */
export const completeCall = (words: Words, { id, purpose, customer }: CallbackView): Act => {
  const { t } = words;
  const asks = purpose === 'follow-up' || purpose === 'care';
  return {
    title: t('act.completeCall'),
    about: calledName(customer),
    fields: [
      ...(asks
        ? ([
            {
              name: 'satisfied',
              label: t('act.satisfied'),
              kind: 'choice',
              required: purpose === 'follow-up',
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
      note(words),
    ],
    send: ({ satisfied, csat, comment, ...more }) => {
      const answers = {
        ...(satisfied === undefined ? {} : { satisfied: satisfied === 'yes' }),
        ...(csat === undefined ? {} : { csat: Number(csat) }),
        ...(comment === undefined ? {} : { comment }),
      };
      return actOnCallback(id, 'complete', {
        ...(Object.keys(answers).length === 0 ? {} : { answers }),
        ...more,
      });
    },
  };
};

export const handOverCall = (words: Words, { id, team, customer }: CallbackView): Act => ({
  title: words.t('act.handOver'),
  about: calledName(customer),
  fields: [
    { name: 'team', label: words.t('act.team'), required: true, initial: team },
    { name: 'owner', label: words.t('act.agent'), hint: words.t('act.agentHint') },
    note(words),
  ],
  send: (filled) => actOnCallback(id, 'transfer', filled),
});

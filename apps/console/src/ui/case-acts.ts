import { actOnCase, actOnResolution } from '../api/acts';
import { createElement } from 'react';
import type { CaseSummary, ResolutionView, ThoughtOfRemedy, WhoAmI } from '../api/types';
import { localeOf } from '../i18n';
import type { Words } from '../i18n/use-words';
import type { Act, Filled } from './act-dialog';
import { NeededApprovalNote } from './needed-approval-note';

/** A case as far as it is known where something is done to it: without a revision, whoever acts has seen only a line of it. */
export interface Acted {
  readonly id: string;
  readonly reference: string | null;
  readonly team: string;
  readonly revision?: number;
}

/** What a case is called on screens. */
export const caseName = ({
  id,
  reference,
}: {
  readonly id: string;
  readonly reference: string | null;
}): string => reference ?? id.slice(-8);

/** What is said for it, kept apart. */
export const note = ({ t }: Words) =>
  ({ name: 'note', label: t('act.noteLabel'), hint: t('act.noteHint'), kind: 'text' }) as const;
/** Why: a code. */
export const reason = ({ t }: Words, required: boolean) =>
  ({
    name: 'reason',
    label: t('act.reason'),
    hint: t('act.reasonHint'),
    required,
    pattern: '[A-Za-z0-9][A-Za-z0-9._:\\-]{0,63}',
  }) as const;

const about = (words: Words, acted: Acted) => ({ about: words.t('case.title', { name: caseName(acted) }) });

const send =
  ({ id, revision }: Acted, what: string) =>
  (filled: Filled, anew?: number) =>
    actOnCase(id, what, filled, anew ?? revision);

/** To another team, or an agent there. `teams` are proposed. */
export const reassign = (
  words: Words,
  acted: Acted,
  teams: readonly string[] = [],
  title = words.t('act.reassign'),
): Act => ({
  title,
  ...about(words, acted),
  fields: [
    { name: 'team', label: words.t('act.team'), required: true, initial: acted.team, proposed: teams },
    { name: 'agent', label: words.t('act.agent'), hint: words.t('act.agentHint') },
    note(words),
  ],
  send: send(acted, 'transfer'),
});

export const supervise = (words: Words, acted: Acted): Act => ({
  title: words.t('act.supervise'),
  ...about(words, acted),
  fields: [
    {
      name: 'within',
      label: words.t('act.within'),
      hint: `${words.t('act.withinHint')} (${words.t('act.periodHint')})`,
    },
    note(words),
  ],
  send: send(acted, 'supervise'),
});

export const answerSupervision = (words: Words, acted: Acted): Act => ({
  title: words.t('act.answerSupervision'),
  ...about(words, acted),
  fields: [{ name: 'answer', label: words.t('act.answer'), kind: 'text', required: true }],
  send: send(acted, 'answer-supervision'),
});

export const grantExtension = (words: Words, acted: Acted): Act => ({
  title: words.t('act.grant'),
  ...about(words, acted),
  fields: [note(words)],
  send: send(acted, 'grant-extension'),
});

export const refuseExtension = (words: Words, acted: Acted): Act => ({
  title: words.t('act.refuse'),
  ...about(words, acted),
  fields: [reason(words, true), note(words)],
  send: send(acted, 'refuse-extension'),
});

export const askExtension = (words: Words, acted: Acted): Act => ({
  title: words.t('act.askExtension'),
  ...about(words, acted),
  fields: [
    {
      name: 'clock',
      label: words.t('act.clock'),
      kind: 'choice',
      required: true,
      initial: 'resolution',
      choices: (['first-response', 'resolution'] as const).map((clock) => [
        clock,
        words.word('clock', clock),
      ]),
    },
    { name: 'within', label: words.t('act.newTarget'), hint: words.t('act.periodHint'), required: true },
    reason(words, true),
    note(words),
  ],
  send: send(acted, 'request-extension'),
});

/** What an agent does with a case in their hands. */
export const respond = (words: Words, acted: Acted): Act => ({
  title: words.t('act.respond'),
  ...about(words, acted),
  fields: [
    {
      name: 'channel',
      label: words.t('act.channel'),
      kind: 'choice',
      required: true,
      initial: 'phone',
      choices: (['phone', 'email', 'chat', 'sms', 'web', 'letter', 'visit', 'fax'] as const).map(
        (channel) => [channel, words.word('channel', channel)],
      ),
    },
    note(words),
  ],
  send: send(acted, 'respond'),
});

export const startWaiting = (words: Words, acted: Acted): Act => ({
  title: words.t('act.wait'),
  ...about(words, acted),
  fields: [
    {
      name: 'waitsFor',
      label: words.t('act.waitsFor'),
      kind: 'choice',
      required: true,
      initial: 'customer',
      choices: (['customer', 'supplier', 'evidence', 'another-case'] as const).map((one) => [
        one,
        words.word('waitsFor', one),
      ]),
    },
    note(words),
  ],
  send: send(acted, 'wait'),
});

export const resume = (words: Words, acted: Acted): Act => ({
  title: words.t('act.resume'),
  ...about(words, acted),
  fields: [note(words)],
  send: send(acted, 'resume'),
});

export const resolve = (words: Words, acted: Acted): Act => ({
  title: words.t('act.resolve'),
  ...about(words, acted),
  fields: [note(words)],
  send: send(acted, 'resolve'),
});

export const addNote = (words: Words, acted: Acted): Act => ({
  title: words.t('act.note'),
  ...about(words, acted),
  fields: [{ ...note(words), required: true }],
  send: send(acted, 'notes'),
});

const REMEDIES = [
  'apology',
  'explanation',
  'redo',
  'repair',
  'replacement',
  'refund',
  'compensation',
  'gesture',
] as const;

/** How many digits of a currency are behind the point. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const CURRENCY_OF: Readonly<Record<string, string>> = { CN: 'CNY', GB: 'GBP', US: 'USD' };

/** The currency to begin with: that of the reader's country, where it has one of those above. */
function currencyHere(language: string): string {
  const { region = '' } = new Intl.Locale(localeOf(language)).maximize();
  return CURRENCY_OF[region] ?? 'EUR';
}

export const proposeRemedy = (words: Words, acted: Acted): Act => ({
  title: words.t('act.propose'),
  ...about(words, acted),
  fields: [
    {
      name: 'kind',
      label: words.t('act.remedy'),
      kind: 'choice',
      required: true,
      initial: 'apology',
      choices: REMEDIES.map((kind) => [kind, words.word('remedy', kind)]),
    },
    { name: 'amount', label: words.t('act.amount'), kind: 'amount' },
    {
      name: 'currency',
      label: words.t('act.currency'),
      required: true,
      initial: currencyHere(words.language),
      proposed: ['EUR', 'CNY', 'GBP', 'USD'],
      pattern: '[A-Z]{3}',
    },
    { name: 'details', label: words.t('act.details'), kind: 'text', hint: words.t('act.noteHint') },
  ],
  foresees: (filled) => createElement(NeededApprovalNote, { caseId: acted.id, remedy: remedyIn(filled) }),
  send: ({ details, ...filled }, anew) =>
    actOnCase(
      acted.id,
      'resolutions',
      { remedies: [remedyIn(filled)], ...(details === undefined ? {} : { details }) },
      anew ?? acted.revision,
    ),
});

function remedyIn({ kind = '', amount, currency = '' }: Filled): ThoughtOfRemedy {
  if (amount === undefined || !/^[A-Z]{3}$/.test(currency)) return { kind };
  return { kind, amount: { minor: Math.round(Number(amount) * 10 ** digitsOf(currency)), currency } };
}

/** What somebody can do to a remedy next, by the state that it is in. */
export function remedyActs(
  words: Words,
  found: CaseSummary,
  { id, state, approvers, proposedBy }: ResolutionView,
  who: WhoAmI,
): readonly Act[] {
  const one = (title: string, what: string, needsReason = false): Act => ({
    title,
    ...about(words, found),
    fields: needsReason ? [reason(words, true), note(words)] : [note(words)],
    send: (filled) => actOnResolution(found.id, id, what, filled),
  });
  const { t } = words;
  const mayDecide = proposedBy !== who.id && approvers.some((role) => who.roles.some((own) => own === role));
  if (state === 'approval-requested' && mayDecide)
    return [one(t('act.approve'), 'approve'), one(t('act.decline'), 'decline', true)];
  if (state === 'approved') return [one(t('act.offer'), 'offer')];
  if (state === 'offered') return [one(t('act.accept'), 'accept'), one(t('act.customerRefuses'), 'refuse')];
  if (state === 'accepted') return [one(t('act.fulfil'), 'fulfil')];
  return [];
}

import { actOnCase, actOnResolution } from '../api/acts';
import type { CaseView, WaitingApproval } from '../api/types';
import type { Words } from '../i18n/use-words';
import type { Act, Filled } from './act-dialog';
import { caseName, note, reason, type Acted } from './case-acts';
import { periodText } from './period';

/** What somebody asks for, in a line. */
export function askedFor(words: Words, one: WaitingApproval): string {
  const { t, word, money } = words;
  switch (one.kind) {
    case 'remedy': {
      const kinds = one.remedies.map((kind) => word('remedy', kind)).join(', ');
      return one.amount === null ? kinds : `${kinds} ${money(one.amount)}`;
    }
    case 'extension':
      return `${t('clock.extension')}: ${word('clock', one.clock ?? '')} ${periodText(words, one.within ?? '')}`;
    case 'wait':
      return `${t('act.wait')}: ${word('waitsFor', one.reason ?? '')}`;
    case 'appeal':
      return t('act.appeal');
  }
}

/** To say yes or no to what waits. */
export const decision = (words: Words, one: WaitingApproval, grants: boolean): Act => ({
  title: grants ? words.t('act.approve') : words.t('act.decline'),
  about: aboutRequest(words, one),
  fields: [...(grants || one.kind === 'appeal' ? [] : [reason(words, true)]), note(words)],
  send: (filled) => decide(one, grants, filled),
});

/** Likewise, where it is not chosen yet. */
export const openDecision = (words: Words, one: WaitingApproval): Act => ({
  title: words.t('act.decision'),
  about: aboutRequest(words, one),
  fields: [
    {
      name: 'decision',
      label: words.t('act.decideHint'),
      kind: 'choice',
      required: true,
      initial: 'approve',
      choices: [
        ['approve', words.t('act.approve')],
        ['decline', words.t('act.decline')],
      ],
    },
    ...(one.kind === 'appeal'
      ? []
      : [{ ...reason(words, true), shows: (values: Filled) => values['decision'] === 'decline' }]),
    note(words),
  ],
  send: ({ decision: said, ...filled }) => decide(one, said === 'approve', filled),
});

export const approveWait = (words: Words, acted: Acted): Act => ({
  title: words.t('act.approveWait'),
  about: words.t('case.title', { name: caseName(acted) }),
  fields: [note(words)],
  send: (filled, anew) => actOnCase(acted.id, 'approve-wait', filled, anew ?? acted.revision),
});

export const refuseWait = (words: Words, acted: Acted): Act => ({
  title: words.t('act.refuseWait'),
  about: words.t('case.title', { name: caseName(acted) }),
  fields: [reason(words, true), note(words)],
  send: (filled, anew) => actOnCase(acted.id, 'refuse-wait', filled, anew ?? acted.revision),
});

/** Upheld, the case is reopened. */
export const decideAppeal = (words: Words, found: CaseView, upheld: boolean): Act => ({
  title: words.t(upheld ? 'act.upholdAppeal' : 'act.rejectAppeal'),
  about: words.t('case.title', { name: caseName(found) }),
  fields: [note(words)],
  send: (filled, anew) => actOnCase(found.id, 'decide-appeal', { ...filled, upheld }, anew ?? found.revision),
});

function decide(one: WaitingApproval, grants: boolean, filled: Filled) {
  switch (one.kind) {
    case 'remedy':
      return actOnResolution(one.complaintId, one.resolutionId ?? '', grants ? 'approve' : 'decline', filled);
    case 'extension':
      return actOnCase(one.complaintId, grants ? 'grant-extension' : 'refuse-extension', filled);
    case 'wait':
      return actOnCase(one.complaintId, grants ? 'approve-wait' : 'refuse-wait', filled);
    case 'appeal':
      return actOnCase(one.complaintId, 'decide-appeal', { ...filled, upheld: grants });
  }
}

const aboutRequest = (words: Words, one: WaitingApproval): string => {
  const name = caseName({ id: one.complaintId, reference: one.reference });
  return `${words.t('case.title', { name })}: ${askedFor(words, one)} (${words.t('case.by', { who: one.requestedBy })})`;
};

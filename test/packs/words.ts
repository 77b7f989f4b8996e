import type { CaseChannel, CaseKind, Tier, WaitReason } from '@redress/complaints';
import type { Actor, EpochMs } from '@redress/kernel';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import type { ResolutionOrder } from '../../libs/resolutions/src/domain/commands';
import type { SubjectOrder } from '../../libs/subjects/src/domain/commands';
import { ANN, APOLOGY, LIN, refund, SUE } from '../support/resolution-case';
import type { PlayedPromise, Step } from './scenario';

/** A command, by whose stream it goes to, and who gives it. */
export type Told = { readonly by?: Actor } & (
  | { readonly to: 'case'; readonly order: CaseOrder }
  | { readonly to: 'resolution'; readonly order: ResolutionOrder }
  | { readonly to: 'subject'; readonly order: SubjectOrder }
);

/** What a step knows of the story that it stands in. */
interface Telling {
  readonly of: PlayedPromise['of'];
  readonly at: EpochMs;
}

const ofCase = (order: CaseOrder, by?: Actor): Told => ({ to: 'case', order, ...(by && { by }) });
const ofResolution = (order: ResolutionOrder, by?: Actor): Told => ({
  to: 'resolution',
  order,
  ...(by && { by }),
});

const R1 = { resolutionId: 'r-1' } as const;

/** What a case or any other subject says of itself: what a promise does not care about is filled in. */
const factsOf = ({ kind = 'complaint', tier = 'standard', channel = 'phone', ...more }: Telling['of']) => ({
  ...{ category: 'anything', priority: 3, specialCare: false, team: 'front-desk', ...more },
  kind: kind as CaseKind,
  tier: tier as Tier,
  channel: channel as CaseChannel,
});

/** The words that say it all. */
const WORDS: Readonly<Record<string, (telling: Telling) => Told>> = {
  registered: ({ of }) =>
    ofCase({
      type: 'RegisterComplaint',
      complaintId: 'case-1',
      customerId: 'customer-1',
      ...factsOf(of),
    }),
  acknowledged: () => ofCase({ type: 'AcknowledgeComplaint', channel: 'sms' }),
  assigned: () => ofCase({ type: 'AssignComplaint', team: 'crew', agent: null }),
  claimed: () => ofCase({ type: 'ClaimComplaint', agent: ANN.id }),
  responded: () => ofCase({ type: 'RespondToComplaint', channel: 'phone' }),
  chased: () => ofCase({ type: 'ChaseComplaint', channel: 'web' }),
  resumed: () => ofCase({ type: 'ResumeComplaint' }),
  'supervision ordered': () => ofCase({ type: 'OrderSupervision' }, SUE),
  'supervision answered': () => ofCase({ type: 'AnswerSupervision', answerRef: 'answer-1' }),
  'more time granted': () => ofCase({ type: 'GrantExtension' }, LIN),
  resolved: () => ofCase({ type: 'ResolveComplaint', resolvedBy: ANN.id }),
  asked: ({ at }) => ofCase({ type: 'FollowUpComplaint', outcome: 'satisfied', askedAt: at, close: false }),
  closed: () => ofCase({ type: 'CloseComplaint', resolvedBy: ANN.id, mayCloseUnasked: true }),
  reopened: () => ofCase({ type: 'ReopenComplaint' }),
  archived: () => ofCase({ type: 'ArchiveComplaint' }),
  'remedy proposed': () => ofResolution({ type: 'ProposeResolution', ...R1, remedies: APOLOGY }),
  'remedy beyond authority proposed': () =>
    ofResolution({ type: 'ProposeResolution', ...R1, remedies: refund(120) }),
  'remedy approved': () => ofResolution({ type: 'ApproveResolution', ...R1 }, LIN),
  'remedy offered': () => ofResolution({ type: 'OfferResolution', ...R1 }),
  opened: ({ of }) => ({
    to: 'subject',
    order: { type: 'OpenSubject', subjectId: 'subject-1', complaintId: null, ...factsOf(of) },
  }),
};

/** The words about something, by their first one. */
const WORDS_ABOUT: Readonly<Record<string, (about: string) => Told>> = {
  'waits for': (reason) => ofCase({ type: 'StartWaiting', waitsFor: reason as WaitReason }),
  returned: (reason) => ofCase({ type: 'ReturnComplaint', reason }),
  'more time asked': (within) =>
    ofCase({ type: 'RequestExtension', clock: 'resolution', within, reason: 'complex' }),
  fact: (fact) => ({ to: 'subject', order: { type: 'RecordFact', fact } }),
};

/** The command that a step means; `isCase`: whether it is told to a case or to another subject. Throws where there is no such word. */
export function toldBy(step: Step, telling: Telling, isCase: boolean): Told {
  const [[word, about]] = (typeof step === 'string' ? [[step]] : Object.entries(step)) as [[string, string?]];
  const told = about === undefined ? WORDS[word]?.(telling) : WORDS_ABOUT[word]?.(about);
  if (told === undefined) throw new Error(`a step is no word of scenarios: ${JSON.stringify(step)}`);
  return isCase || told.to === 'subject' ? told : asSubject(told);
}

/** Waiting is told to a subject of any kind in the same words. */
function asSubject({ to, order }: Told): Told {
  if (to === 'case' && order.type === 'StartWaiting') {
    return { to: 'subject', order: { type: 'StartSubjectWaiting', waitsFor: order.waitsFor } };
  }
  if (to === 'case' && order.type === 'ResumeComplaint')
    return { to: 'subject', order: { type: 'ResumeSubject' } };
  throw new Error(`nobody tells that to a subject that is no case: ${order.type}`);
}

import { DomainError, fold, type Actor } from '@redress/kernel';
import { bookOf, policyByPriority, promise } from '@redress/testing';
import fc from 'fast-check';
import { caseDecider } from '../../libs/complaints/src/domain/case-decider';
import { RESOLUTION_EVENT_TYPES, type Remedy, type ResolutionEvent } from '../../libs/resolutions/src/events';
import type { ResolutionOrder } from '../../libs/resolutions/src/domain/commands';
import {
  ANN,
  APOLOGY,
  BOB,
  LIMITS,
  LIN,
  MAX,
  minute,
  refund,
  registered,
  SUE,
  type StreamEvent,
} from './resolution-case';
import { resolutionDecider } from '../../libs/resolutions/src/domain/resolution-decider';

const POLICIES = bookOf(
  policyByPriority({
    1: [],
    2: [],
    3: [promise('approval', 'PT10M', { marks: [50], pausedBy: ['customer'] })],
  }),
);
const PEOPLE = [ANN, BOB, LIN, MAX, SUE];
const REMEDIES: readonly (readonly Remedy[])[] = [
  APOLOGY,
  [...APOLOGY, { kind: 'gesture' }],
  refund(20),
  refund(50),
  [...refund(30), { kind: 'compensation', amount: { minor: 30, currency: 'EUR' } }],
  refund(150),
  refund(600),
  refund(1_001),
  refund(10, 'CNY'),
  [...refund(10), ...refund(10, 'CNY')],
  [],
];

type Step = Exclude<ResolutionOrder['type'], 'ProposeResolution'>;

/** What leads a resolution on from its last fact, so that lives come to where most random commands would be refused. */
const ONWARDS: { readonly [Type in ResolutionEvent['type']]?: Step } = {
  ResolutionApprovalRequested: 'ApproveResolution',
  ResolutionApproved: 'OfferResolution',
  ResolutionOffered: 'AcceptResolution',
  ResolutionAccepted: 'FulfilResolution',
  FulfilmentRescheduled: 'FulfilResolution',
};

const CASE_ORDERS = {
  resolve: { type: 'ResolveComplaint', resolvedBy: 'ann' },
  close: { type: 'CloseComplaint', resolvedBy: 'ann', mayCloseUnasked: true },
  reopen: { type: 'ReopenComplaint' },
  wait: { type: 'StartWaiting', waitsFor: 'customer' },
  resume: { type: 'ResumeComplaint' },
  archive: { type: 'ArchiveComplaint' },
} as const;

/** What is said; `of`: about which resolution, counted from the last; `minutes`: until a promise. */
type Words =
  | { readonly type: 'propose'; readonly remedies: readonly Remedy[] }
  | { readonly type: Step | 'onwards'; readonly of: number; readonly minutes: number }
  | { readonly type: 'case'; readonly order: keyof typeof CASE_ORDERS };

const of = fc.constantFrom(0, 0, 0, 0, 0, 1, 2);
const minutes = fc.integer({ min: -2, max: 30 });
const someProposal = fc.record({ type: fc.constant('propose'), remedies: fc.constantFrom(...REMEDIES) });
const someStep = fc.record({
  type: fc.constantFrom<Step>(
    'ApproveResolution',
    'DeclineResolution',
    'OfferResolution',
    'AcceptResolution',
    'RefuseResolution',
    'WithdrawResolution',
    'RescheduleFulfilment',
    'FulfilResolution',
    'ReverseResolution',
  ),
  of,
  minutes,
});
const someWords: fc.Arbitrary<Words> = fc.oneof(
  { weight: 5, arbitrary: someProposal },
  { weight: 10, arbitrary: fc.record({ type: fc.constant('onwards'), of, minutes }) },
  { weight: 10, arbitrary: someStep },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('case'),
      order: fc.constantFrom('resolve', 'close', 'reopen', 'reopen', 'reopen', 'wait', 'resume', 'archive'),
    }),
  },
);
const saidBy = (words: fc.Arbitrary<Words>) =>
  fc.record({ words, person: fc.constantFrom(...PEOPLE), gap: fc.nat(6) });

/** What happens to a case and its resolutions, in order: who says what, and how many minutes later. */
export const someLife = fc
  .tuple(saidBy(someProposal), fc.array(saidBy(someWords), { maxLength: 30, size: 'max' }))
  .map(([first, rest]) => [first, ...rest]);
type Life = typeof someLife extends fc.Arbitrary<infer Lived> ? Lived : never;

/** What became of one thing that was said. */
interface Tried {
  readonly words: Words;
  readonly person: Actor;
  readonly events: readonly StreamEvent[];
  readonly refusal: DomainError | undefined;
  /** What it would lead to if it were said once more, at the end. */
  readonly again: () => readonly StreamEvent[];
}

function orderOf(
  words: Exclude<Words, { type: 'case' }>,
  facts: readonly ResolutionEvent[],
  at: number,
): ResolutionOrder {
  const ids = facts.filter(({ type }) => type === 'ResolutionProposed').map(({ data }) => data.resolutionId);
  if (words.type === 'propose') {
    return {
      type: 'ProposeResolution',
      resolutionId: `r-${String(ids.length + 1)}`,
      remedies: words.remedies,
    };
  }
  const resolutionId = ids.at(-1 - words.of) ?? 'r-0';
  const last = facts.findLast(({ data }) => data.resolutionId === resolutionId);
  const onwards = (last === undefined ? undefined : ONWARDS[last.type]) ?? 'OfferResolution';
  const type: Step = words.type === 'onwards' ? onwards : words.type;
  const fulfilBy = minute(at + words.minutes);
  switch (type) {
    case 'DeclineResolution':
    case 'WithdrawResolution':
    case 'ReverseResolution':
      return { type, resolutionId, reason: 'because' };
    case 'AcceptResolution':
      return words.minutes > 20 ? { type, resolutionId } : { type, resolutionId, fulfilBy };
    case 'RescheduleFulfilment':
      return { type, resolutionId, fulfilBy, renegotiatedBy: 'us' };
    case 'FulfilResolution':
      return words.minutes > 15
        ? { type, resolutionId, resolves: { resolvedBy: 'ann' } }
        : { type, resolutionId };
    case 'ApproveResolution':
    case 'OfferResolution':
    case 'RefuseResolution':
      return { type, resolutionId };
  }
}

/** Lives a life: what is recorded on the stream of the case, and what became of all that was said. */
export function live(life: Life) {
  const history: StreamEvent[] = [registered];
  const tried: Tried[] = [];
  let at = 0;
  for (const { words, person, gap } of life) {
    at += gap;
    const context = { actor: person, why: {}, now: minute(at), policies: POLICIES };
    const decide = (() => {
      if (words.type === 'case') {
        const order = CASE_ORDERS[words.order];
        return () =>
          caseDecider.decide(
            { ...order, ...context },
            history.reduce((state, event) => caseDecider.evolve(state, event as never), caseDecider.initial),
          );
      }
      const order = orderOf(words, ofResolutions(history), at);
      return () =>
        resolutionDecider.decide({ ...order, ...context, limits: LIMITS }, fold(resolutionDecider, history));
    })();
    try {
      const events = decide();
      history.push(...events);
      tried.push({ words, person, events, refusal: undefined, again: decide });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      tried.push({ words, person, events: [], refusal: error, again: decide });
    }
  }
  return { history, tried };
}

/** The facts of resolutions among others. */
export const ofResolutions = (events: readonly StreamEvent[]): ResolutionEvent[] =>
  events.filter((event): event is ResolutionEvent => TYPES.has(event.type));

const TYPES: ReadonlySet<string> = new Set(RESOLUTION_EVENT_TYPES);

import { toIso, type EpochMs, type Recorded, type RecordedEvent } from '@redress/kernel';
import { pinnedPolicyOf } from '../complaint-stream';
import type { ComplaintEvent, ComplaintSplit, Placement, SplitPart } from '../events';
import type { CaseOrder } from './commands';
import { fact, invalidField, placement, type Decide } from './deciding';
import type { CaseOnRecord } from './state';

/**
 * A part goes on as a case of its own; nothing changes for the whole. Throws DomainError `later-start-unsaid`.
 */
export const split: Decide<'SplitComplaint'> = (command, state, at) => {
  const { into, clocksFrom, descriptionRef, remedySoughtRef, why } = command;
  // Time that the customer has waited is not made to vanish without a word.
  if (clocksFrom === 'split' && why.reason === undefined)
    throw invalidField('later-start-unsaid', 'reason', 'says why the time before the split does not count');
  const { channel, tier, specialCare } = state.facts;
  const { category, customerId, kind = state.facts.kind, priority = state.priority } = command;
  const { team = state.team } = command;
  const knownAt = knownToCustomerAt(state);
  return [
    fact('ComplaintSplit', at, {
      ...why,
      ...placement(state),
      into,
      part: { kind, category, channel, tier, specialCare, priority, customerId, team },
      clocksFrom,
      ...(knownAt === null ? {} : { acknowledgedAt: toIso(knownAt) }),
      ...(descriptionRef === undefined ? {} : { descriptionRef }),
      ...(remedySoughtRef === undefined ? {} : { remedySoughtRef }),
    }),
  ];
};

/** When the customer first knew that we have the case: it was acknowledged, or answered. Null where they don't. */
function knownToCustomerAt({ acknowledgedAt, respondedAt, earlierCycles }: CaseOnRecord): EpochMs | null {
  const instants = [acknowledgedAt, respondedAt, ...earlierCycles.map((cycle) => cycle.respondedAt)];
  const first = Math.min(...instants.map((at) => at ?? Infinity));
  return first === Infinity ? null : first;
}

/** What is to be told to the stream of the case that a part becomes, and when that occurred. */
export interface RegistrationOfPart {
  readonly order: Extract<CaseOrder, { type: 'RegisterComplaint' }>;
  readonly occurredAt: EpochMs;
}

/**
 * How the case is registered that a part becomes: by what stood on the stream of the whole up to the split, so that it is the same whenever
 * it is done. What has become of the whole since concerns the whole.
 * @param history the stream of the whole
 */
export function registrationOfPart(
  splitting: RecordedEvent & ComplaintSplit,
  history: readonly RecordedEvent[],
): RegistrationOfPart {
  const { into, part, clocksFrom, acknowledgedAt, descriptionRef, remedySoughtRef } = splitting.data;
  const before = history.filter(({ revision }) => revision < splitting.revision);
  const splitAt = splitting.occurredAt;
  const isFromReceipt = clocksFrom === 'receipt';
  const policy = isFromReceipt ? pinnedPolicyOf(before) : undefined;
  const from = {
    otherId: splitting.partitionKey,
    splitAt: toIso(splitAt),
    clocksFrom,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  };
  return {
    order: {
      type: 'RegisterComplaint',
      complaintId: into,
      ...part,
      ...(descriptionRef === undefined ? {} : { descriptionRef }),
      ...(remedySoughtRef === undefined ? {} : { remedySoughtRef }),
      splitOff: {
        from,
        waits: isFromReceipt ? waitsOf(before as readonly Recorded<ComplaintEvent>[], part, splitAt) : [],
        ...(policy === undefined ? {} : { policy: { name: policy.name, version: policy.version } }),
      },
    },
    occurredAt: isFromReceipt ? (before[0]?.occurredAt ?? splitAt) : splitAt,
  };
}

const OF_WAITING = [
  'ComplaintWaitStarted',
  'ComplaintWaitApproved',
  'ComplaintWaitRefused',
  'ComplaintResumed',
] as const satisfies readonly ComplaintEvent['type'][];
type FactOfWaiting = Extract<Recorded<ComplaintEvent>, { readonly type: (typeof OF_WAITING)[number] }>;

const isOfWaiting = (fact: Recorded<ComplaintEvent>): fact is FactOfWaiting =>
  OF_WAITING.some((type) => type === fact.type);

/** The waits of the whole, which the part has waited too: up to the split, where they go on. The notes on them stay where they are. */
function waitsOf(
  history: readonly Recorded<ComplaintEvent>[],
  { team, priority }: SplitPart,
  until: EpochMs,
): readonly ComplaintEvent[] {
  const place: Placement = { team, agent: null, priority };
  const waits = history
    .filter(isOfWaiting)
    .map(({ type, occurredAt, data: { noteRef: _, ...data } }) =>
      fact(type, occurredAt, { ...data, ...place }),
    );
  const inOrder = waits.toSorted((a, b) => a.occurredAt - b.occurredAt);
  const last = inOrder.findLast(({ type }) => type === 'ComplaintWaitStarted' || type === 'ComplaintResumed');
  return last?.type === 'ComplaintWaitStarted'
    ? [...inOrder, fact('ComplaintResumed', until, { ...place, waitedFor: last.data.waitsFor })]
    : inOrder;
}

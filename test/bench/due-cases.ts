import { newId, toIso, type Actor, type EpochMs, type NewEvent } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import { stored } from './case-lives';

const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };

/** What the first answer of such a case is owed within. */
export const ANSWER_WITHIN_MS = 5_000;

const ROUND_THE_CLOCK = { calendar: { name: '24x7', version: 1 }, pausedBy: ['customer'], marks: [] };
const POLICY = {
  name: 'hasty',
  version: 1,
  effectiveFrom: 0,
  rules: [
    {
      match: {},
      targets: [
        { clock: 'first-response', within: `PT${String(ANSWER_WITHIN_MS / 1_000)}S`, ...ROUND_THE_CLOCK },
        { clock: 'resolution', within: 'PT48H', ...ROUND_THE_CLOCK },
      ],
    },
  ],
} as const;
const POLICIES: PolicyBook = { inForceAt: () => POLICY, version: () => POLICY };

/** What is on the stream of a case on which one thing falls due. */
export interface DueCase {
  readonly caseId: string;
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly dueAt: EpochMs;
}

/** A case that is registered at `from`, claimed, and waits for its first answer. */
export function dueCase(from: EpochMs): DueCase {
  const caseId = newId();
  const orders: CaseOrder[] = [
    {
      type: 'RegisterComplaint',
      complaintId: caseId,
      kind: 'complaint',
      category: 'billing',
      channel: 'phone',
      priority: 2,
      tier: 'standard',
      specialCare: false,
      customerId: newId(),
      descriptionRef: newId(),
      team: 'team-1',
    },
    { type: 'ClaimComplaint', agent: AGENT.id },
  ];
  let state = caseDecider.initial;
  const events = orders.flatMap((order): CaseEvent[] => {
    const facts = caseDecider.decide(
      { ...order, actor: AGENT, why: {}, now: from, policies: POLICIES },
      state,
    );
    for (const fact of facts) state = caseDecider.evolve(state, fact);
    return [...facts];
  });
  return {
    caseId,
    stream: `complaint-${caseId}`,
    events: stored(events, caseId, AGENT),
    dueAt: from + ANSWER_WITHIN_MS,
  };
}

/** What a look at such a case puts on its stream, as the floor writes it. */
export const breachOf = ({ stream, dueAt }: Pick<DueCase, 'stream' | 'dueAt'>): object => ({
  id: newId(),
  type: 'ClockBreached',
  version: 1,
  stream,
  occurredAt: toIso(dueAt),
  data: { clock: 'first-response', instance: 1, cycle: 1, dueAt: toIso(dueAt), detectedAt: toIso(dueAt) },
});

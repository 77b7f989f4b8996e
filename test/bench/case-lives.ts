import { isClockEvent } from '@redress/clocks';
import { newId, SYSTEM_ACTOR, toIso, type Actor, type EpochMs, type NewEvent } from '@redress/kernel';
import { readPolicyFile } from '@redress/policies';
import type { PolicyBook } from '@redress/sla';
import { policyFile } from '@redress/policies';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import { Dice } from '../../apps/demo/src/dice';

/** What one command put on the stream of a case. */
export interface LivedStep {
  readonly at: EpochMs;
  readonly caseId: string;
  /** The revision of the stream before it. */
  readonly expected: number | 'none';
  readonly events: readonly NewEvent[];
}

/** Minutes after the step before, and what was commanded then. */
type PlannedStep = readonly [minutes: number, order: CaseOrder, actor: Actor];

const MINUTE_MS = 60_000;
const TEAMS = Array.from({ length: 12 }, (_, n) => `team-${String(n + 1)}`);
const CATEGORIES = ['billing', 'delivery', 'outage', 'meter', 'contract', 'service'];
const FINGERPRINT = '5f1d0c9a8b7e6d5c4b3a2918';

/** What people of a call centre do with cases, as the case's own decider decides it: the same seed, the same lives. */
export class CaseLives {
  readonly #dice: Dice;
  readonly #policies = policyInForce();

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  /** A case from its registration at `from` to its closing, over hours or days. */
  whole(from: EpochMs): LivedStep[] {
    return this.#live(from, [...this.#begin(), ...this.#middle(), ...this.#end()]);
  }

  /** A case that was registered at `from`, may have been taken up or answered, and goes on. */
  open(from: EpochMs): LivedStep[] {
    return this.#live(from, this.#begin());
  }

  #begin(): PlannedStep[] {
    const dice = this.#dice;
    const team = dice.oneOf(TEAMS);
    const agent = this.#agentOf(team);
    const caseId = newId();
    const registration: CaseOrder = {
      type: 'RegisterComplaint',
      complaintId: caseId,
      kind: dice.oneOf(['complaint', 'complaint', 'fault-report', 'enquiry', 'request']),
      category: dice.oneOf(CATEGORIES),
      channel: dice.oneOf(['phone', 'phone', 'web', 'email', 'chat']),
      priority: dice.oneOf([2, 3, 3, 4, 4, 5]),
      tier: dice.oneOf(['standard', 'standard', 'standard', 'key', 'vip']),
      specialCare: dice.chance(0.05),
      customerId: newId(),
      descriptionRef: newId(),
      team,
    };
    return [
      [0, registration, agent],
      ...(dice.chance(0.3)
        ? [[dice.about(2), { type: 'AcknowledgeComplaint', channel: 'sms' }, agent] as const]
        : []),
      [dice.about(6), { type: 'ClaimComplaint', agent: agent.id }, agent],
      [dice.about(25), { type: 'RespondToComplaint', channel: 'phone' }, agent],
    ];
  }

  #middle(): PlannedStep[] {
    const dice = this.#dice;
    const team = dice.oneOf(TEAMS);
    const agent = this.#agentOf(team);
    const steps: PlannedStep[] = [];
    if (dice.chance(0.3))
      steps.push([dice.about(40), { type: 'TransferComplaint', team, agent: agent.id }, agent]);
    if (dice.chance(0.1))
      steps.push([dice.about(30), { type: 'ReprioritiseComplaint', priority: dice.oneOf([1, 2, 3]) }, agent]);
    if (dice.chance(0.4)) {
      steps.push([
        dice.about(90),
        { type: 'StartWaiting', waitsFor: dice.oneOf(['customer', 'supplier']) },
        agent,
      ]);
      steps.push([dice.about(900), { type: 'ResumeComplaint' }, agent]);
    }
    if (dice.chance(0.5)) steps.push([dice.about(60), { type: 'AddNote', noteRef: newId() }, agent]);
    return steps;
  }

  #end(): PlannedStep[] {
    const dice = this.#dice;
    const agent = this.#agentOf(dice.oneOf(TEAMS));
    return [
      [dice.about(900), { type: 'ResolveComplaint', resolvedBy: agent.id }, agent],
      [dice.about(1_500), { type: 'CloseComplaint', resolvedBy: agent.id, mayCloseUnasked: true }, agent],
    ];
  }

  #agentOf(team: string): Actor {
    return { id: `${team}-agent-${String(this.#dice.upTo(20))}`, kind: 'staff', role: 'agent' };
  }

  #live(from: EpochMs, plan: readonly PlannedStep[]): LivedStep[] {
    let state = caseDecider.initial;
    let now = from;
    let revision = -1;
    let caseId = '';
    return plan.flatMap(([minutes, order, actor]): LivedStep[] => {
      now += Math.round(minutes * MINUTE_MS);
      if (order.type === 'RegisterComplaint') caseId = order.complaintId;
      const decided = caseDecider.decide({ ...order, actor, why: {}, now, policies: this.#policies }, state);
      if (decided.length === 0) return [];
      for (const event of decided) state = caseDecider.evolve(state, event);
      const expected = revision < 0 ? 'none' : revision;
      revision += decided.length;
      return [{ at: now, caseId, expected, events: stored(decided, caseId, actor) }];
    });
  }
}

/** The facts as one command of this actor puts them on the stream of a case. */
export function stored(events: readonly CaseEvent[], caseId: string, actor: Actor): NewEvent[] {
  const commandId = newId();
  return events.map((event) => ({
    id: newId(),
    type: event.type,
    version: event.version,
    occurredAt: toIso(event.occurredAt),
    data: event.data,
    actor: isClockEvent(event) ? SYSTEM_ACTOR : actor,
    correlationId: commandId,
    causationId: commandId,
    commandId,
    fingerprint: FINGERPRINT,
    partitionKey: caseId,
  }));
}

function policyInForce(): PolicyBook {
  const { name, rules } = readPolicyFile(policyFile('round-the-clock')).draft();
  const policy = { name, version: 1, effectiveFrom: 0, rules };
  return { inForceAt: () => policy, version: () => policy };
}

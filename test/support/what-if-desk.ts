import { isClockEvent } from '@redress/clocks';
import {
  fold,
  newId,
  SYSTEM_ACTOR,
  toIso,
  VirtualClock,
  type Actor,
  type DomainEvent,
  type RecordedEvent,
} from '@redress/kernel';
import { PolicyShelf, policyStream, type PolicyDrafted } from '@redress/policies';
import type { Policy } from '@redress/sla';
import { InMemoryEventStore } from '@redress/testing';
import { answerWhatIf, type WhatIfBody, type WhatIfSources } from '@redress/what-if';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';
import { caseDecider } from '../../libs/complaints/src/domain/case-decider';
import type { CaseOrder } from '../../libs/complaints/src/domain/commands';
import type { SubjectOrder } from '../../libs/subjects/src/domain/commands';
import { subjectDecider, type SubjectStreamEvent } from '../../libs/subjects/src/domain/subject-decider';
import { AGENT, command } from './case-decisions';

const POLICY = 'test';

/** A desk under published policies whose log can be asked what others would have made of it. The first instant of it is minute 0. */
export class WhatIfDesk {
  static readonly START = Date.UTC(2026, 2, 2, 9);
  readonly clock = new VirtualClock(WhatIfDesk.START);
  readonly store = new InMemoryEventStore(this.clock);
  readonly policies = new PolicyShelf(this.store, POLICY);

  static minute(minutes: number): number {
    return WhatIfDesk.START + minutes * 60_000;
  }

  /** Publishes the next version; its name is `test`. */
  async publish(policy: Policy): Promise<void> {
    const data = { ...policy, effectiveFrom: toIso(policy.effectiveFrom) };
    await this.#append(policyStream(POLICY), POLICY, [
      { type: 'PolicyPublished', version: 1, occurredAt: this.clock.now(), data },
    ]);
    await this.policies.refresh(POLICY);
  }

  /** Stores a draft of it. */
  async draft(data: PolicyDrafted['data']): Promise<void> {
    const occurredAt = this.clock.now();
    await this.#append(policyStream(POLICY), POLICY, [
      { type: 'PolicyDrafted', version: 1, occurredAt, data },
    ]);
  }

  /** Has an order done, by agent-1 and at once unless it is said otherwise, or the timekeeper look, at a minute. */
  async tell(
    caseId: string,
    minutes: number,
    order: CaseOrder | 'look',
    { actor = AGENT, happenedAt }: { readonly actor?: Actor; readonly happenedAt?: number } = {},
  ): Promise<void> {
    const now = WhatIfDesk.minute(minutes);
    this.clock.advanceTo(now);
    const stream = `complaint-${caseId}`;
    const history = await this.store.readStream(stream);
    const state = history.reduce(
      (before, event) =>
        caseDecider.evolve(before, event as DomainEvent as Parameters<typeof caseDecider.evolve>[1]),
      caseDecider.initial,
    );
    const policies = await this.policies.book(state.subject?.policy);
    const facts =
      order === 'look'
        ? dueFacts(state.clocks, now, now)
        : caseDecider.decide(
            command(order, {
              ...{ now, policies, actor },
              ...(happenedAt === undefined ? {} : { occurredAt: WhatIfDesk.minute(happenedAt) }),
            }),
            state,
          );
    if (facts.length > 0) await this.#append(stream, caseId, facts);
  }

  /** Has an order done to a subject of a case at a minute; `case-1` where none is said. */
  async tellSubject(
    subjectId: string,
    minutes: number,
    order: SubjectOrder,
    complaintId = 'case-1',
  ): Promise<void> {
    const now = WhatIfDesk.minute(minutes);
    this.clock.advanceTo(now);
    const stream = `subject-${subjectId}`;
    const history = await this.store.readStream(stream);
    const state = fold(subjectDecider, history as readonly (RecordedEvent & SubjectStreamEvent)[]);
    const policies = await this.policies.book(state.subject?.policy);
    const facts = subjectDecider.decide({ ...order, now, policies, actor: AGENT, why: {} }, state);
    if (facts.length > 0) await this.#append(stream, complaintId, facts);
  }

  /** What would have become of the cases; without a range of all of them. */
  ask(question: Partial<WhatIfBody> = {}, more: Partial<WhatIfSources> = {}) {
    const { store, policies } = this;
    const range = { from: toIso(WhatIfDesk.START), to: toIso(WhatIfDesk.minute(1_000_000)) };
    return answerWhatIf({ ...range, ...question }, { store, policies, now: this.clock.now(), ...more });
  }

  async #append(stream: string, partitionKey: string, facts: readonly DomainEvent[]): Promise<void> {
    const commandId = newId();
    await this.store.append(
      stream,
      'any',
      facts.map((fact) => ({
        ...{ id: newId(), type: fact.type, version: fact.version, data: fact.data },
        occurredAt: toIso(fact.occurredAt),
        actor: isClockEvent(fact) ? SYSTEM_ACTOR : AGENT,
        ...{ commandId, correlationId: commandId, causationId: commandId, partitionKey },
      })),
    );
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, isAnswer, type Automation } from '@redress/automation';
import { ScheduleCallback } from '@redress/callbacks';
import { ChangeCase, RegisterComplaint, type CaseKind } from '@redress/complaints';
import { deriveId, toIso, type DomainError, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { IntakeRulesShelf, type IntakeRule } from '@redress/policies';
import { parseDuration } from '@redress/sla';
import type { ConcernedCustomer, SignalReceived } from '../events';

/** Work that no team has yet. */
const UNASSIGNED = 'unassigned';

/**
 * We call before they do: for each customer whom a signal raises a case for, the case is opened and the call is scheduled that the intake
 * rule says, both from when the failure was seen. The ids follow from the thing, its trouble and the customer, so whoever repeats it changes
 * nothing.
 *
 * What can't be done for one customer (who was erased, say) keeps nobody else from being called.
 */
@Injectable()
export class RaiseCaseOnSignal implements Automation {
  readonly name = 'raise-case-on-signal';
  readonly events = ['SignalReceived'];

  constructor(
    private readonly bus: CommandBus,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    private readonly rules: IntakeRulesShelf,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const signal = event as RecordedEvent<SignalReceived>;
    const { policy, raises, concerned } = signal.data;
    if (policy === null || policy.rule === null || raises.length === 0) return;
    const { rules } = await this.rules.version(policy.name, policy.version);
    const rule = rules[policy.rule - 1];
    if (rule === undefined) throw new Error(`${policy.name} has no rule ${String(policy.rule)}`);
    let refused: DomainError | undefined;
    for (const customer of concerned.filter(({ customerId }) => raises.includes(customerId))) {
      try {
        await this.#raise(signal, customer, rule, origin);
      } catch (error) {
        if (!isAnswer(error)) throw error;
        refused ??= error;
      }
    }
    if (refused !== undefined) throw refused;
  }

  async #raise(
    { occurredAt, data }: RecordedEvent<SignalReceived>,
    customer: ConcernedCustomer,
    rule: IntakeRule,
    reaction: CommandOrigin,
  ): Promise<void> {
    const { signalId, occurrence, severity, kind, reference } = data;
    const { customerId, tier, specialCare } = customer;
    const origin = { ...reaction, commandId: deriveId('raise', signalId, occurrence, customerId) };
    const { complaintId } = await this.bus.execute(
      new RegisterComplaint(
        {
          kind: rule.case.kind as CaseKind,
          category: rule.case.category,
          priority: rule.case.priority,
          team: rule.case.team ?? UNASSIGNED,
          channel: 'signal',
          tier,
          specialCare,
        },
        { customerId },
        { description: await this.#descriptionOf(customer, `${kind}: ${reference}`) },
        { reason: kind },
        origin,
        occurredAt,
      ),
    );
    if (severity === 'grave') {
      const grave = { type: 'SetSeverity', severity } as const;
      const setting = furtherOrigin(origin, 'severity');
      await this.bus.execute(new ChangeCase(complaintId, grave, { reason: kind }, setting, occurredAt));
    }
    if (rule.call === undefined) return;
    const { purpose, opensAfter, within, channel = 'phone' } = rule.call;
    const after = (duration?: string) =>
      toIso(occurredAt + (duration === undefined ? 0 : parseDuration(duration)));
    const call = furtherOrigin(origin, 'call');
    const wanted = {
      purpose,
      complaintId,
      channel,
      window: { from: after(opensAfter), to: after(within) },
    } as const;
    await this.bus.execute(
      new ScheduleCallback(call.commandId, wanted, call, {}, { reason: kind }, occurredAt),
    );
  }

  /** What the agent reads: which thing has which trouble, and what the signal told beside. */
  async #descriptionOf({ descriptionRef }: ConcernedCustomer, what: string): Promise<string> {
    if (descriptionRef === undefined) return what;
    const told = (await this.personalData.getTexts([descriptionRef])).get(descriptionRef);
    return told === undefined ? what : `${what}\n\n${told}`;
  }
}

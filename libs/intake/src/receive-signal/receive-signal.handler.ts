import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { textRef } from '@redress/complaints';
import { customerNamed } from '@redress/customers';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, deriveId, type Clock, type CommandOrigin } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { IntakeRulesShelf, ruleFor } from '@redress/policies';
import { parseDuration } from '@redress/sla';
import { signalDecider } from '../domain/signal-decider';
import { signalStream, type ConcernedCustomer } from '../events';
import { ReceiveSignal, type ConcernedTold } from './receive-signal.command';

@CommandHandler(ReceiveSignal)
export class ReceiveSignalHandler implements ICommandHandler<ReceiveSignal> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly rules: IntakeRulesShelf,
  ) {}

  /** Throws the DomainErrors of the decider and of `customerNamed`. */
  async execute(command: ReceiveSignal): Promise<Decided & { readonly signalId: string }> {
    const { signal, origin, seenAt } = command;
    const signalId = deriveId('signal', signal.kind, signal.reference);
    const concerned = await this.#concerned(command.concerned, origin);
    const stream = signalStream(signalId);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: signalDecider,
      command: async () => {
        const now = this.clock.now();
        const matching = ruleFor(await this.rules.inForce(seenAt ?? now), signal);
        const sameWithin = matching?.rule.sameWithin;
        return {
          ...signal,
          signalId,
          concerned,
          seenAt: seenAt ?? now,
          now,
          policy: matching?.ref ?? null,
          sameWithinMs: sameWithin === undefined ? 0 : parseDuration(sameWithin),
        };
      },
      origin,
      stage: 'either',
    });
    return { ...decided, signalId };
  }

  /** Each customer once, with what is to be told about it stored as theirs. The personal rows come first, then the event. */
  async #concerned(
    told: readonly ConcernedTold[],
    origin: CommandOrigin,
  ): Promise<readonly ConcernedCustomer[]> {
    const concerned = new Map<string, ConcernedCustomer>();
    for (const [place, { customer, description, tier, specialCare }] of told.entries()) {
      const part = `concerned.${String(place)}`;
      const ref = textRef(origin, part);
      const customerId = await customerNamed(this.personalData, customer, {
        texts: description === undefined ? [] : [{ ref, purpose: 'description', text: description }],
        proposedId: deriveId(origin.commandId, part),
        field: `${part}.customer.id`,
      });
      concerned.set(customerId, {
        customerId,
        tier,
        specialCare,
        ...(description === undefined ? {} : { descriptionRef: ref }),
      });
    }
    return [...concerned.values()];
  }
}

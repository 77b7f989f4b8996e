import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Automation } from '@redress/automation';
import type { EscalationRaised } from '@redress/clocks';
import { ChangeCase, complaintStream, type CaseChange } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { placementIn } from '../placement';

/**
 * Takes the steps of a ladder that are commands: the case goes to the pool of a team, or is put under supervision, at the time of the
 * reaction. A clock of a callback or of another subject moves the case that it belongs to. Where the case has ended meanwhile, or is under
 * supervision already, the refusal is written down and that is all.
 */
@Injectable()
export class ActOnEscalation implements Automation {
  readonly name = 'act-on-escalation';
  readonly events = ['EscalationRaised'];

  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const raised = event as RecordedEvent<EscalationRaised>;
    const complaintId = raised.partitionKey;
    const change = await this.#changeFor(raised);
    if (change === undefined) return;
    // Why the case changes, in a code: the clock whose ladder it was.
    const why = { reason: `escalated:${raised.data.clock}` };
    await this.bus.execute(new ChangeCase(complaintId, change, why, origin));
  }

  async #changeFor({ data, partitionKey }: RecordedEvent<EscalationRaised>): Promise<CaseChange | undefined> {
    switch (data.action) {
      case 'tell':
        return undefined;
      case 'supervise':
        return { type: 'OrderSupervision' };
      case 'reassign': {
        const placement = placementIn(await this.store.readStream(complaintStream(partitionKey)));
        if (placement === undefined)
          throw new DomainError('not-found', 'not-found', 'There is no such case.');
        // Whoever has it there already would lose it to the pool.
        return placement.team === data.to
          ? undefined
          : { type: 'TransferComplaint', team: data.to, agent: null };
      }
    }
  }
}

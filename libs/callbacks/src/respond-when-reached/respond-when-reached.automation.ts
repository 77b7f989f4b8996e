import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Automation } from '@redress/automation';
import { ChangeCase } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import type { CommandOrigin, RecordedEvent } from '@redress/kernel';
import { callbackStream, type CallbackAttempted, type CallbackScheduled } from '../events';

/** A promised call in which the customer was reached is a response on their case, at the instant at which they were. */
@Injectable()
export class RespondWhenReached implements Automation {
  readonly name = 'respond-when-reached';
  readonly events = ['CallbackAttempted'];

  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const { outcome, purpose, complaintId, callbackId } = (event as RecordedEvent<CallbackAttempted>).data;
    if (outcome !== 'reached' || purpose !== 'promise' || complaintId === null) return;
    const [first] = await this.store.readStream(callbackStream(callbackId), { limit: 1 });
    const { channel } = (first as RecordedEvent<CallbackScheduled>).data;
    const order = { type: 'RespondToComplaint', channel } as const;
    await this.bus.execute(new ChangeCase(complaintId, order, {}, origin, event.occurredAt));
  }
}

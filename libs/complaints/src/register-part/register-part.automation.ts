import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Automation } from '@redress/automation';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import type { CommandOrigin, RecordedEvent } from '@redress/kernel';
import { complaintStream } from '../complaint-stream';
import { registrationOfPart } from '../domain/split';
import type { ComplaintSplit } from '../events';
import { RegisterPart } from './register-part.command';

/**
 * The part that was split off a case is put on record as a case of its own. The split stands on the stream of the whole, with the id of what
 * comes of it; so whatever dies in between, the part is registered once, and as it was at the split.
 */
@Injectable()
export class RegisterSplitPart implements Automation {
  readonly name = 'register-split-part';
  readonly events = ['ComplaintSplit'];

  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const split = event as RecordedEvent<ComplaintSplit>;
    const { reason } = split.data;
    const registration = registrationOfPart(
      split,
      await this.store.readStream(complaintStream(event.partitionKey)),
    );
    await this.bus.execute(new RegisterPart(registration, reason === undefined ? {} : { reason }, origin));
  }
}

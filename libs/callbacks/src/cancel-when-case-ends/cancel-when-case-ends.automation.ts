import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, type Automation } from '@redress/automation';
import { complaintStream, type ComplaintFollowedUp } from '@redress/complaints';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { ChangeCallback } from '../change-callback/change-callback.command';
import { cancelFollowUp } from '../follow-up-when-resolved/follow-up';
import { isAnswered } from '../follow-up-when-resolved/resolved-case';
import { OwedPromises } from './owed-promises';

/** Why a follow-up is not owed any more. */
const REASONS: Readonly<Record<string, string>> = {
  ComplaintReopened: 'case-reopened',
  ComplaintFollowedUp: 'asked-already',
  ComplaintClosed: 'case-closed',
  ComplaintArchived: 'case-archived',
  ComplaintMerged: 'case-merged',
  ComplaintRefused: 'case-refused',
  ComplaintWithdrawn: 'case-withdrawn',
};

/**
 * Nobody is asked about a case that has gone on. A call that was promised to the customer stays owed, whatever becomes of the case, but
 * where the customer took the case back; even then one that was missed is for a leader to let go.
 */
@Injectable()
export class CancelWhenCaseEnds implements Automation {
  readonly name = 'cancel-when-case-ends';
  readonly events = Object.keys(REASONS);

  readonly #promises: OwedPromises;

  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    readModel: ReadModel,
    @Inject(EVENT_FEED) feed: EventFeed,
  ) {
    this.#promises = new OwedPromises(readModel, feed);
  }

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const { type, data, partitionKey: complaintId, occurredAt: at } = event;
    const reason = REASONS[type];
    if (reason === undefined) return;
    if (type === 'ComplaintFollowedUp' && !isAnswered(data as ComplaintFollowedUp['data'])) return;
    const { bus, store } = this;
    const cycle = cycleBefore(event, await store.readStream(complaintStream(complaintId)));
    await cancelFollowUp({ bus, store }, { complaintId, cycle }, reason, { origin, at });
    if (type === 'ComplaintWithdrawn') await this.#cancelPromises(event, reason, origin);
  }

  /** Each by itself. Throws the first refusal. */
  async #cancelPromises(event: RecordedEvent, reason: string, origin: CommandOrigin): Promise<void> {
    let refusal: DomainError | undefined;
    for (const callbackId of await this.#promises.on(event)) {
      const own = furtherOrigin(origin, callbackId);
      const order = { type: 'CancelCallback', reason } as const;
      try {
        await this.bus.execute(new ChangeCallback(callbackId, order, {}, own, event.occurredAt));
      } catch (error) {
        if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
        refusal ??= error;
      }
    }
    if (refusal !== undefined) throw refusal;
  }
}

/** The cycle of the case that an event has ended. */
const cycleBefore = ({ revision }: RecordedEvent, stream: readonly RecordedEvent[]): number =>
  1 + stream.filter((fact) => fact.type === 'ComplaintReopened' && fact.revision < revision).length;

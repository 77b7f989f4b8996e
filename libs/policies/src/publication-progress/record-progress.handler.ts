import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock, type Decider, type EpochMs } from '@redress/kernel';
import { policyStream, publicationStream, type PublicationProgressed } from '../events';
import { RecordProgress } from './record-progress.command';

type Progress = PublicationProgressed['data'];
type Step = Pick<RecordProgress, 'progress' | 'after'> & { readonly now: EpochMs };

/** The decider of the stream `publication-<name>-<version>`: one step after the other, each once. */
const progressDecider: Decider<Progress | undefined, Step, PublicationProgressed> = {
  initial: undefined,
  decide: ({ progress, after, now }, last) =>
    last?.done === after && (last?.state ?? 'running') === 'running'
      ? [{ type: 'PublicationProgressed', version: 1, occurredAt: now, data: progress }]
      : [],
  evolve: (_, { data }) => data,
};

@CommandHandler(RecordProgress)
export class RecordProgressHandler implements ICommandHandler<RecordProgress> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ progress, after, origin }: RecordProgress): Promise<Decided> {
    return decideAndAppend(this.store, {
      stream: publicationStream(progress),
      // In order with the publication itself.
      partitionKey: policyStream(progress.name),
      decider: progressDecider,
      command: () => ({ progress, after, now: this.clock.now() }),
      origin,
      stage: 'either',
    });
  }
}

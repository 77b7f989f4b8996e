import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { answerWhatIf } from '../ask-what-if/answer-what-if';
import { WhatIfTurn } from '../ask-what-if/what-if-turn';
import { flipLine, FLIPS_HEAD } from './flip-line';
import { ListFlips } from './list-flips.query';

/** So much waits to be fetched before the log is read on. */
const HELD_BYTES = 256 * 1024;

/** Whoever fetches nothing for so long keeps others from asking: given up (machine time). */
const SLOWEST_MS = 30_000;

/** Found while the log is read, and sent as it is found: none is kept, however many there are. */
@QueryHandler(ListFlips)
export class ListFlipsHandler implements IQueryHandler<ListFlips> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly policies: PolicyShelf,
    private readonly turn: WhatIfTurn,
  ) {}

  /** Throws as AskWhatIf does. What goes wrong once the text has begun breaks it off. */
  execute({ question, signal }: ListFlips): Promise<Readable> {
    const endTurn = this.turn.take();
    const text = new PassThrough({ writableHighWaterMark: HELD_BYTES });
    // Whoever reads it hears of it, too; before that it is what this throws.
    text.on('error', () => undefined);
    text.write(FLIPS_HEAD);
    const { store, policies } = this;
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        resolve(text);
      };
      answerWhatIf(
        { ...question, groups: [], flips: 0 },
        {
          ...{ store, policies, signal, now: this.clock.now() },
          onFlip: (flip) => void text.write(flipLine(flip)),
          rest: () => {
            begin();
            return text.writableNeedDrain ? drained(text, signal) : undefined;
          },
        },
      )
        .then(
          () => {
            begin();
            text.end();
          },
          (error: unknown) => {
            const failure = error instanceof Error ? error : new Error(String(error));
            reject(failure);
            text.destroy(failure);
          },
        )
        .finally(endTurn);
    });
  }
}

async function drained(text: PassThrough, signal: AbortSignal): Promise<void> {
  await once(text, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(SLOWEST_MS)]) });
}

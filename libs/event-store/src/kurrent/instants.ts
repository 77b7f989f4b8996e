import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';
import type { LogReader } from './log-reader';

/** How many events are read at once: so many lie between two places that are remembered. */
const PAGE_EVENTS = 500;

/** A place in the log that is remembered. */
interface Landmark {
  readonly position: Position;
  /** The latest of all instants at which the events up to it were recorded. */
  readonly latest: EpochMs;
}

/**
 * Which instants are where in the log. KurrentDB finds events by stream and revision or by position, and only by positions that events
 * have: the log can't be halved. So it is read, up to the instants that are asked for, once in a process; places on the way are remembered,
 * one for each page, and later questions begin at the nearest one.
 */
export class Instants {
  readonly #landmarks: Landmark[] = [];

  constructor(
    private readonly reader: Pick<LogReader, 'after'>,
    private readonly pageEvents = PAGE_EVENTS,
  ) {}

  /** The position of the last event before the first one that was recorded after the instant; undefined where there is none. */
  async positionAt(recordedAt: EpochMs): Promise<Position | undefined> {
    let place = this.#lastUpTo(recordedAt);
    for (;;) {
      const events = await this.reader.after(place?.position, this.pageEvents);
      const later = events.findIndex((event) => event.recordedAt > recordedAt);
      const early = later < 0 ? events : events.slice(0, later);
      if (early.length < this.pageEvents) return early.at(-1)?.position ?? place?.position;
      place = this.#remember(place, events);
    }
  }

  #lastUpTo(recordedAt: EpochMs): Landmark | undefined {
    return this.#landmarks.findLast(({ latest }) => latest <= recordedAt);
  }

  #remember(before: Landmark | undefined, events: readonly RecordedEvent[]): Landmark | undefined {
    const last = events.at(-1);
    if (last === undefined) return before;
    const latest = events.reduce((most, event) => Math.max(most, event.recordedAt), before?.latest ?? 0);
    const landmark = { position: last.position, latest };
    if (last.position > (this.#landmarks.at(-1)?.position ?? '')) this.#landmarks.push(landmark);
    return landmark;
  }
}

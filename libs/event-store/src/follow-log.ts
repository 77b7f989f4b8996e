import type { Position, RecordedEvent } from '@redress/kernel';
import { EventStoreUnavailable } from './errors';
import type { EventStore } from './event-store';
import type { LogTail } from './log-tail';
import { Backoff, pause, untilAborted } from './machine-time';

const DEFAULT_BATCH = 500;
/** How long a follower waits where more was announced than there is: an announcement is only as good as its sender. */
const DOUBT_MS = 1_000;

/**
 * `follow` of an EventStore that reads its log page by page and is told by a tail when there is more. Waits for a database that is
 * away; throws what else `readAll` throws.
 */
export async function* followLog(
  tail: LogTail,
  readAll: EventStore['readAll'],
  options: { after: Position | undefined; batchSize: number | undefined; signal: AbortSignal },
): AsyncGenerator<RecordedEvent[], void, undefined> {
  const { batchSize: limit = DEFAULT_BATCH, signal } = options;
  let after = options.after;
  const leave = tail.join(signal);
  try {
    while (!signal.aborted) {
      const claimed = tail.head;
      const page = { ...(after === undefined ? {} : { after }), limit };
      const events = (await untilAborted(patiently(readAll, page, signal), signal)) ?? [];
      const last = events.at(-1);
      if (last !== undefined) {
        after = last.position;
        yield events;
      }
      if (events.length === 0 && claimed > (after ?? '')) await pause(DOUBT_MS, signal);
      else if (events.length < limit) await tail.waitBeyond(after ?? '', signal);
    }
  } finally {
    leave();
  }
}

/** As readAll, but waits for a database that is away. Gives nothing when the signal aborts meanwhile. */
async function patiently(
  readAll: EventStore['readAll'],
  page: { after?: Position; limit: number },
  signal: AbortSignal,
): Promise<RecordedEvent[]> {
  const backoff = new Backoff(50, 1_000);
  while (!signal.aborted) {
    try {
      return await readAll(page);
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      await pause(backoff.next(), signal);
    }
  }
  return [];
}

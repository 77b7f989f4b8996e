import { explainClock, type ExplainedClock } from '@redress/clocks';
import type { EventStore } from '@redress/event-store';
import { pastMark, type PastMark } from '@redress/http';
import { DomainError, type Clock, type EpochMs } from '@redress/kernel';
import { instantInLog, recordedBy } from '@redress/read-model';

/** Which run of a clock: without `instance`, its latest. With `asOf`, as it was explained then. */
export interface AskedClock {
  readonly clock: string;
  readonly instance: number | undefined;
  readonly asOf: EpochMs | undefined;
}

/**
 * Explains a clock by the stream itself: there is nothing newer, and every edge is an event of it. Throws DomainErrors `not-found` where
 * there is, or was, no such stream or no such clock on it, and `instant-in-future`.
 */
export async function explainOnStream(
  ports: { readonly store: EventStore; readonly clock: Clock },
  stream: string,
  { clock, instance, asOf }: AskedClock,
): Promise<{ readonly told: ExplainedClock; readonly marked: { readonly past?: PastMark } }> {
  const now = ports.clock.now();
  const past = asOf === undefined ? undefined : await instantInLog(ports.store, asOf, now);
  const events = await ports.store.readStream(stream);
  const told = explainClock(
    past === undefined ? events : recordedBy(events, past),
    { clock, ...(instance === undefined ? {} : { instance }) },
    asOf ?? now,
  );
  if (told === undefined) {
    throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
  }
  return { told, marked: past === undefined ? {} : { past: pastMark(past) } };
}

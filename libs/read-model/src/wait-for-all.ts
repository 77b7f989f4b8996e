import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@redress/kernel';
import type { ReadModel } from './read-model';

/** How long the rows are waited for, in ms of machine time: on a quiet log they say every 5 s that nothing is new. */
const PATIENCE_MS = 10_000;

/** Waits until the rows of a projection show all that there is now. Throws DomainError `unavailable` where that takes too long. */
export async function waitForAll(readModel: ReadModel, projection: string): Promise<void> {
  const begunAt = performance.now();
  for (;;) {
    const waitedMs = performance.now() - begunAt;
    // It is told in whole milliseconds, and may be one more.
    if ((readModel.freshness(projection) ?? Infinity) + 1 < waitedMs) return;
    if (waitedMs > PATIENCE_MS) {
      throw new DomainError('unavailable', 'unavailable', `The rows of ${projection} are behind.`);
    }
    await pause(50);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait after the n-th failure in a row: doubles from `firstMs` up to `maxMs`, machine time. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Waits after the n-th failure in a row (from 1); at once over when the signal aborts. */
export async function backOff(
  { firstMs, maxMs }: Backoff,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  const ms = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

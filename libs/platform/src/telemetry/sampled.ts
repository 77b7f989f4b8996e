interface SampleOptions {
  /** For how long an answer is good. */
  readonly everyMs: number;
  /** How long to wait for a new one, before the last one is given. */
  readonly patienceMs?: number;
}

/**
 * A reading that costs a question to the database: however often it is wanted, it is taken once in a while, and nobody waits long. Gives
 * undefined where there is none yet and after a failure. Machine time.
 */
export function sampled<Reading>(
  read: () => Promise<Reading>,
  { everyMs, patienceMs = 1_000 }: SampleOptions,
): () => Promise<Reading | undefined> {
  let last: Reading | undefined;
  let goodUntil = -Infinity;
  let reading: Promise<void> | undefined;
  const take = async (): Promise<void> => {
    try {
      last = await read();
    } catch {
      // Whoever watches sees the gap; that the database is out of reach is told elsewhere.
      last = undefined;
    } finally {
      goodUntil = performance.now() + everyMs;
      reading = undefined;
    }
  };
  return async () => {
    if (performance.now() >= goodUntil) {
      reading ??= take();
      await atMost(reading, patienceMs);
    }
    return last;
  };
}

function atMost(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

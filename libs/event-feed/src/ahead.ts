/** Asks for the next one while the one in hand is worked on. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const one = await next;
    if (one.done === true) return;
    next = iterator.next();
    // It may fail before anybody waits for it.
    next.catch(() => undefined);
    yield one.value;
  }
}

import type { EventStore } from '@redress/event-store';

/** An append that is on its way for as long as one likes. */
export interface HeldAppend {
  /** Resolves when it has set off: what it puts on record is decided. */
  readonly setOff: Promise<void>;
  readonly goOn: () => void;
}

/** Holds the next append to a store: a writer that is slow, or whose network is. */
export function holdNextAppend(store: EventStore): HeldAppend {
  const append = store.append.bind(store);
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const setOff = new Promise<void>((resolve) => {
    jest.spyOn(store, 'append').mockImplementationOnce(async (...args) => {
      resolve();
      await held;
      return append(...args);
    });
  });
  return { setOff, goOn };
}

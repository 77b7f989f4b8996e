import { useSyncExternalStore } from 'react';
import { serverNow } from '../api/use-live-clocks';

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;
let second = Math.floor(serverNow() / 1000);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    second = Math.floor(serverNow() / 1000);
    for (const one of listeners) one();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The server's time in whole seconds (ms since 1970); the caller is drawn again when it moves. One timer for all. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => second) * 1000;

import { createContext, use, useSyncExternalStore } from 'react';
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

/** What is below looks at the past: time stands still there at this instant (ms since 1970). Undefined: it goes. */
export const StandingNow = createContext<number | undefined>(undefined);

/** The instant of the past that the caller shows; undefined where it shows what is. */
export const useStandingNow = (): number | undefined => use(StandingNow);

const still = () => () => undefined;

/**
 * The server's time in whole seconds (ms since 1970); the caller is drawn again when it moves. One timer for all. In the past it is the
 * instant that is looked at.
 */
export function useNow(): number {
  const standing = useStandingNow();
  return useSyncExternalStore(standing === undefined ? subscribe : still, () => standing ?? second * 1000);
}

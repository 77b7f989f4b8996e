import { useSyncExternalStore } from 'react';

/** When what is being printed was sent to paper (ms since 1970); undefined while nothing is. */
let since: number | undefined;

addEventListener('beforeprint', () => {
  since = Date.now();
});
addEventListener('afterprint', () => {
  since = undefined;
});

function subscribe(listener: () => void): () => void {
  addEventListener('beforeprint', listener);
  addEventListener('afterprint', listener);
  return () => {
    removeEventListener('beforeprint', listener);
    removeEventListener('afterprint', listener);
  };
}

/** Tells a component that the page goes to paper, where there is no scrolling and no later: since when, or undefined. */
export const usePrinting = (): number | undefined => useSyncExternalStore(subscribe, () => since);

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** After a change, so soon; it seldom comes alone. */
const SOON_MS = 300;

/** While things change, no more often than this: there are many questions on a board, and many boards. */
const AT_MOST_MS = 4_000;

/** Asks everything that is on the screen again after `mark` has changed. Under steady change it goes on being asked. */
export function useAskedAgain(mark: string): void {
  const queries = useQueryClient();
  const askedAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        askedAt.current = performance.now();
        void queries.invalidateQueries();
      },
      Math.max(SOON_MS, askedAt.current + AT_MOST_MS - performance.now()),
    );
  }, [queries, mark]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

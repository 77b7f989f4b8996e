import { useQuery } from '@tanstack/react-query';
import { isOwnClock } from './case-words';
import type { Search } from './client';
import { verdictsByClock } from './questions';

/** The clocks that policies define and that ran for any case in a range, by name, and those that are chosen whether they ran or not. */
export function useOwnClocks(range: Search, chosen: readonly string[], isAsked = true): readonly string[] {
  const { data } = useQuery({
    ...verdictsByClock({ kind: 'all', ...range }),
    staleTime: 60_000,
    refetchInterval: false,
    enabled: isAsked,
  });
  const ran = (data?.groups ?? []).flatMap(({ group }) => (group === null ? [] : [group]));
  return [...new Set([...ran, ...chosen].filter(isOwnClock))].sort();
}

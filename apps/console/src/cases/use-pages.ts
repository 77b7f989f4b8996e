import { useInfiniteQuery } from '@tanstack/react-query';
import { address, ask } from '../api/client';
import type { Page } from '../api/types';
import { inLists, type CasesSearch } from './cases-search';

/** Asks for a list, page after page. */
export const usePages = <Item>(path: string, search: CasesSearch) =>
  useInfiniteQuery({
    queryKey: [address(path, inLists(search)), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(path, { ...inLists(search), cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

import type { UseQueryResult } from '@tanstack/react-query';
import type { Page } from '../api/types';

/** The pages that were asked for each team, as one. */
interface OneAnswer<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isPending: boolean;
  /** The first of what went wrong. */
  readonly error: Error | undefined;
}

export const oneAnswer = <Item>(answers: readonly UseQueryResult<Page<Item>>[]): OneAnswer<Item> => ({
  items: answers.flatMap(({ data }) => data?.items ?? []),
  hasMore: answers.some(({ data }) => data?.nextCursor !== undefined),
  isPending: answers.some(({ isPending }) => isPending),
  error: answers.find(({ error }) => error !== null)?.error ?? undefined,
});

import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { ask } from '../api/client';
import { caseTimeline, promises, promisesDue, teamLoad, waitingApprovals } from '../api/questions';
import type { BoardClock, CaseClock, Page, QueueItem } from '../api/types';
import { byDue } from '../api/use-live-clocks';

/** What was does not change; but whoever drags over a day would keep all of it. */
const KEPT_MS = 30_000;

/** The most that a page of an answer has. */
const PAGE = 200;

/** Of one team at most so many pages are shown: 5,000 clocks. */
const MOST_PAGES = 25;

const id = encodeURIComponent;
const iso = (at: number): string => new Date(at).toISOString();

/** What stands beside the answer comes with it, so that all changes at once; where it does not come it says so itself. */
const ofThePast = <Answer>(
  name: readonly unknown[],
  fetch: (signal: AbortSignal, queries: QueryClient) => Promise<Answer>,
) =>
  queryOptions({
    queryKey: ['past', ...name],
    queryFn: ({ signal, client }) => fetch(signal, client),
    staleTime: Infinity,
    gcTime: KEPT_MS,
    // What is shown says of which instant it is.
    placeholderData: keepPreviousData,
  });

/** The going clocks of teams as they were. */
export interface PastBoard {
  readonly at: number;
  /** The earliest due first, those that stood still at the end. */
  readonly clocks: readonly BoardClock[];
  /** Whether there were more than are shown. */
  readonly isCut: boolean;
}

export const boardAt = (teams: readonly string[], at: number) =>
  ofThePast(['board', teams, at], async (signal, queries): Promise<PastBoard> => {
    const beside = Promise.allSettled([
      queries.query(waitingApprovals(undefined, at)),
      ...teams.flatMap((team) => [
        queries.query(teamLoad(team, at)),
        queries.query(promisesDue(team, false, at)),
        queries.query(promisesDue(team, true, at)),
      ]),
    ]);
    const answers = await Promise.all(teams.map((team) => allClocks(team, at, signal)));
    await beside;
    return {
      at,
      clocks: answers.flatMap(({ clocks }) => clocks).sort(byDue),
      isCut: answers.some(({ isCut }) => isCut),
    };
  });

/** The clocks of a case as they were. */
export const caseClocksAt = (caseId: string, at: number) =>
  ofThePast(['case-clocks', caseId, at], async (signal, queries) => {
    const beside = Promise.allSettled([
      queries.infiniteQuery(caseTimeline(caseId, at)),
      queries.query(promises({ complaintId: caseId }, at)),
      queries.query(waitingApprovals(caseId, at)),
    ]);
    const path = `/v1/complaints/${id(caseId)}/clocks`;
    const { items } = await ask<{ readonly items: readonly CaseClock[] }>(path, { asOf: iso(at) }, signal);
    await beside;
    return { at, clocks: items };
  });

/** Whose queue: a pool, or an agent's own. */
export interface QueueOf {
  readonly of: 'teams' | 'agents';
  readonly name: string;
}

export const queueAt = ({ of, name }: QueueOf, at: number) =>
  ofThePast(['queue', of, name, at], (signal) =>
    ask<Page<QueueItem>>(`/v1/queues/${of}/${id(name)}`, { asOf: iso(at), limit: PAGE }, signal),
  );

async function allClocks(
  team: string,
  at: number,
  signal: AbortSignal,
): Promise<{ readonly clocks: readonly BoardClock[]; readonly isCut: boolean }> {
  const clocks: BoardClock[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const search = { asOf: iso(at), limit: PAGE, cursor };
    const answer = await ask<Page<BoardClock>>(`/v1/teams/${id(team)}/clocks`, search, signal);
    clocks.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return { clocks, isCut: cursor !== undefined };
}

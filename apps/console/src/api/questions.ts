import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { address, ask, type Search } from './client';
import type {
  CallbackView,
  CaseClock,
  CaseResolutions,
  CaseSummary,
  CaseView,
  ClockVerdicts,
  ClockExplanation,
  SubjectView,
  CustomerPromise,
  FigureAnswer,
  NeededApproval,
  OwedCallback,
  Page,
  QueueItem,
  TeamLoad,
  ThoughtOfRemedy,
  TimelineEvent,
  VerdictGroup,
  WaitingApproval,
} from './types';

const question = <Answer>(path: string, search: Search = {}, refetchInterval: number | false = false) =>
  queryOptions({
    queryKey: [address(path, search)],
    queryFn: ({ signal }) => ask<Answer>(path, search, signal),
    refetchInterval,
    // What was seen stays on the screen while it is asked anew; it is marked where that fails.
    placeholderData: keepPreviousData,
  });

/** Changes that no stream of clocks tells of are seen after so long at the latest. */
const SLOW_MS = 30_000;

/** As it was at an instant (ms since 1970) instead: then it does not change. */
const then = (asOf: number | undefined): Search =>
  asOf === undefined ? {} : { asOf: new Date(asOf).toISOString() };
const slowly = (asOf: number | undefined): number | false => (asOf === undefined ? SLOW_MS : false);

const SUBJECT_MS = 3_000;

const id = encodeURIComponent;

export const caseView = (caseId: string) => question<CaseView>(`/v1/complaints/${id(caseId)}`);
export const caseClocks = (caseId: string) =>
  question<readonly CaseClock[]>(`/v1/complaints/${id(caseId)}/clocks`);
/** The latest event first; so many at once. */
const TIMELINE_PAGE = 100;
export const caseTimeline = (caseId: string, asOf?: number) => {
  const path = `/v1/complaints/${id(caseId)}/timeline`;
  const search = { newestFirst: true, limit: TIMELINE_PAGE, ...then(asOf) };
  return infiniteQueryOptions({
    queryKey: [address(path, search)],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<TimelineEvent>>(path, { ...search, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
};
export const caseResolutions = (caseId: string) =>
  question<CaseResolutions>(`/v1/complaints/${id(caseId)}/resolutions`);
/** Whether a remedy is within the asker's authority; asked anew each time, for it is used up. */
export const neededApproval = (caseId: string, { kind, amount }: ThoughtOfRemedy) => ({
  ...question<NeededApproval>(`/v1/complaints/${id(caseId)}/needed-approval`, { kind, ...amount }),
  retry: false,
  gcTime: 0,
});
export const explanation = (caseId: string, clock: string, instance: number, asOf?: number) =>
  question<ClockExplanation>(`/v1/complaints/${id(caseId)}/clocks/${id(clock)}/explanation`, {
    instance,
    ...then(asOf),
  });
/** No stream tells of subjects: how they stand is asked again and again. */
export const subjectView = (subjectId: string) =>
  question<SubjectView>(`/v1/subjects/${id(subjectId)}`, {}, SUBJECT_MS);
export const subjectExplanation = (subjectId: string, clock: string, instance: number) =>
  question<ClockExplanation>(
    `/v1/subjects/${id(subjectId)}/clocks/${id(clock)}/explanation`,
    { instance },
    SUBJECT_MS,
  );
export const caseList = (search: Search) => question<Page<CaseSummary>>('/v1/complaints', search, SLOW_MS);
export const promises = (search: Search, asOf?: number) =>
  question<Page<CustomerPromise>>('/v1/promises', { ...search, limit: 200, ...then(asOf) }, slowly(asOf));
/** The promises of a team that fall due within the hour, or that should have been kept already. */
export const promisesDue = (team: string, isLate: boolean, asOf?: number) =>
  promises({ team, ...(isLate ? { state: 'broken', open: true } : { dueWithinMinutes: 60 }) }, asOf);
/** Of one case, or of all. */
export const waitingApprovals = (complaintId?: string, asOf?: number) =>
  question<Page<WaitingApproval>>(
    '/v1/approvals/waiting',
    { complaintId, limit: 100, ...then(asOf) },
    slowly(asOf),
  );
export const agentQueue = (agent: string) =>
  question<Page<QueueItem>>(`/v1/queues/agents/${id(agent)}`, { limit: 200 }, SLOW_MS);
/** So many of a pool are shown: who works from it takes the first. */
export const POOL_ITEMS = 50;
export const teamPool = (team: string) =>
  question<Page<QueueItem>>(`/v1/queues/teams/${id(team)}`, { limit: POOL_ITEMS }, SLOW_MS);
export const teamLoad = (team: string, asOf?: number) =>
  question<TeamLoad>(`/v1/queues/teams/${id(team)}/load`, then(asOf), slowly(asOf));
/** The calls that somebody owes, or that nobody of the team has taken; or of these only those whose window has passed. */
export const owedCallbacks = ({ team, agent }: { team: string; agent: string | null }, isLate = false) =>
  question<Page<OwedCallback>>(
    '/v1/callbacks',
    {
      ...{ team, state: ['scheduled', 'attempting', 'reached'], limit: 200 },
      ...(agent === null ? { inPool: true } : { owner: agent }),
      ...(isLate ? { missed: true } : {}),
    },
    SLOW_MS,
  );
export const callbackView = (callbackId: string) => question<CallbackView>(`/v1/callbacks/${id(callbackId)}`);
export const verdictFigures = (search: Search) =>
  question<FigureAnswer<VerdictGroup>>('/v1/figures/verdicts', search, SLOW_MS);
export const verdictsByClock = (search: Search) =>
  question<FigureAnswer<ClockVerdicts>>('/v1/figures/verdicts/by-clock', search, SLOW_MS);
export const figure = <Group>(name: string, search: Search) =>
  question<FigureAnswer<Group>>(`/v1/figures/${name}`, search);

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { address, ask, type Search } from './client';
import type {
  CallbackView,
  CaseClock,
  CaseResolutions,
  CaseSummary,
  CaseView,
  ClockExplanation,
  CustomerPromise,
  FigureAnswer,
  NeededApproval,
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

const id = encodeURIComponent;

export const caseView = (caseId: string) => question<CaseView>(`/v1/complaints/${id(caseId)}`);
export const caseClocks = (caseId: string) =>
  question<readonly CaseClock[]>(`/v1/complaints/${id(caseId)}/clocks`);
export const caseTimeline = (caseId: string) =>
  question<Page<TimelineEvent>>(`/v1/complaints/${id(caseId)}/timeline`, { limit: 200 });
export const caseResolutions = (caseId: string) =>
  question<CaseResolutions>(`/v1/complaints/${id(caseId)}/resolutions`);
/** Whether a remedy is within the asker's authority; asked anew each time, for it is used up. */
export const neededApproval = (caseId: string, { kind, amount }: ThoughtOfRemedy) => ({
  ...question<NeededApproval>(`/v1/complaints/${id(caseId)}/needed-approval`, { kind, ...amount }),
  retry: false,
  gcTime: 0,
});
export const explanation = (caseId: string, clock: string, instance: number) =>
  question<ClockExplanation>(`/v1/complaints/${id(caseId)}/clocks/${id(clock)}/explanation`, { instance });
export const caseList = (search: Search) => question<Page<CaseSummary>>('/v1/complaints', search, SLOW_MS);
export const promises = (search: Search) => question<Page<CustomerPromise>>('/v1/promises', search, SLOW_MS);
export const waitingApprovals = () =>
  question<Page<WaitingApproval>>('/v1/approvals/waiting', { limit: 100 }, SLOW_MS);
export const agentQueue = (agent: string) =>
  question<Page<QueueItem>>(`/v1/queues/agents/${id(agent)}`, { limit: 200 }, SLOW_MS);
/** So many of a pool are shown: who works from it takes the first. */
export const POOL_ITEMS = 50;
export const teamPool = (team: string) =>
  question<Page<QueueItem>>(`/v1/queues/teams/${id(team)}`, { limit: POOL_ITEMS }, SLOW_MS);
export const teamLoad = (team: string, asOf?: number) =>
  question<TeamLoad>(
    `/v1/queues/teams/${id(team)}/load`,
    asOf === undefined ? {} : { asOf: new Date(asOf).toISOString() },
    asOf === undefined ? SLOW_MS : false,
  );
export const callbackView = (callbackId: string) => question<CallbackView>(`/v1/callbacks/${id(callbackId)}`);
export const verdictFigures = (search: Search) =>
  question<FigureAnswer<VerdictGroup>>('/v1/figures/verdicts', search, SLOW_MS);
export const figure = <Group>(name: string, search: Search) =>
  question<FigureAnswer<Group>>(`/v1/figures/${name}`, search);

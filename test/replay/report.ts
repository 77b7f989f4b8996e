import type { EpochMs } from '@redress/kernel';
import { toIso } from '@redress/kernel';
import type { ApiClient } from '../../apps/demo/src/api-client';

/**
 * The questions about times, by the names of their answers in the report; the first response and resolution are those of the first cycle.
 */
const TIMES = {
  firstResponse: { measure: 'first-response', cycle: '1' },
  firstResolution: { measure: 'resolution', cycle: '1' },
  totalResolution: { measure: 'total-resolution' },
} as const;
const CLOCKS = ['first-response', 'resolution'] as const;

/** The figures of a replay, in the keys of the reference figures. Times are minutes. */
export interface ReplayReport {
  readonly asOf: string;
  readonly rows: number;
  readonly rowsSkipped: number;
  readonly [figure: string]: unknown;
}

interface Group {
  readonly group: string | null;
}
interface Answer<G extends Group> {
  readonly groups: readonly G[];
}
interface CaseFigures extends Group {
  readonly waits: readonly {
    readonly waitsFor: string;
    readonly waits: number;
    readonly waitedSeconds: number;
  }[];
  readonly [count: string]: unknown;
}
interface Times extends Group {
  readonly n: number;
  readonly [statistic: string]: unknown;
}
interface Verdicts extends Group {
  readonly met: number;
  readonly missed: number;
  readonly running: number;
  readonly marks: readonly { readonly mark: number; readonly reached: number }[];
}
interface VerdictItem {
  readonly reference: string | null;
  readonly clock: string;
  readonly verdict: string;
  readonly dueAt: string | null;
  readonly policy: { readonly name: string };
}

/** What the reader of the rows adds to what the API answers. */
export interface RowCounts {
  readonly rows: number;
  readonly rowsSkipped: number;
}

/** Asks the API for every figure; nothing is computed here but units. */
export async function askReport(
  client: ApiClient,
  policy: string,
  asOf: EpochMs,
  counts: RowCounts,
): Promise<ReplayReport> {
  const ask = <G extends Group>(path: string, query: Readonly<Record<string, string>>): Promise<Answer<G>> =>
    client.get<Answer<G>>(`/v1/figures/${path}`, { kind: 'all', ...query });
  const [cases] = (await ask<CaseFigures>('cases', {})).groups;
  const waits = cases?.waits.find(({ waitsFor }) => waitsFor === 'customer');
  const count = (name: string): unknown => cases?.[name] ?? 0;

  const minutes: Record<string, unknown> = {};
  for (const [name, question] of Object.entries(TIMES)) {
    minutes[name] = inMinutes((await ask<Times>('response-times', question)).groups[0]);
  }
  const byAgent = (
    await ask<Times>('response-times', { ...TIMES.firstResolution, by: 'agent' })
  ).groups.filter(({ group }) => group !== null);
  const sla: Record<string, unknown> = {};
  const byPriority: Record<string, unknown> = {};
  for (const clock of CLOCKS) {
    const total = (await ask<Verdicts>('verdicts', { clock, cycle: '1' })).groups[0];
    sla[clock] = {
      ...verdictCounts(total),
      warned80: total?.marks.find(({ mark }) => mark === 80)?.reached ?? 0,
    };
    for (const group of (await ask<Verdicts>('verdicts', { clock, cycle: '1', by: 'priority' })).groups) {
      byPriority[`${clock} P${String(group.group)}`] = Object.fromEntries(
        Object.entries(verdictCounts(group)).filter(([, n]) => n > 0),
      );
    }
  }
  return {
    asOf: shortIso(toIso(asOf)),
    cases: count('cases'),
    closings: count('closings'),
    customerPauses: waits?.waits ?? 0,
    pausedSeconds: waits?.waitedSeconds ?? 0,
    priorityChanges: count('priorityChanges'),
    reopenedCases: count('reopenedCases'),
    reopenings: count('reopenings'),
    resolutions: count('resolutions'),
    resolvedCases: count('resolvedCases'),
    rows: counts.rows,
    rowsSkipped: counts.rowsSkipped,
    transferredCases: count('transferredCases'),
    transfers: count('transfers'),
    minutes,
    resolvedByAgentTop10: byAgent.slice(0, 10).map(({ group, n }) => [group, n]),
    agents: byAgent.length,
    sla: { [policy]: sla },
    slaByPriority: { [policy]: byPriority },
  };
}

const verdictCounts = (group: Verdicts | undefined) => ({
  met: group?.met ?? 0,
  missed: group?.missed ?? 0,
  ...(group !== undefined && group.running > 0 ? { running: group.running } : {}),
});

const inMinutes = (times: Times | undefined) =>
  Object.fromEntries([
    ['n', times?.n ?? 0],
    ...['mean', 'p50', 'p90', 'p95', 'p99', 'max'].map((name) => [name, minutesOf(times?.[`${name}Ms`])]),
  ]) as Record<string, unknown>;

const minutesOf = (ms: unknown): number | null => (typeof ms === 'number' ? ms / 60_000 : null);

/** The verdicts of the first cycle as CSV lines, in the order of `references`. */
export async function askVerdicts(client: ApiClient, references: readonly string[]): Promise<string> {
  const lines = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page: { items: readonly VerdictItem[]; nextCursor?: string } = await client.get(
      '/v1/figures/verdicts/list',
      {
        kind: 'all',
        cycle: '1',
        limit: '1000',
        ...(cursor === undefined ? {} : { cursor }),
      },
    );
    for (const { reference, clock, verdict, dueAt, policy } of page.items) {
      const due = verdict === 'missed' && dueAt !== null ? shortIso(dueAt) : '';
      lines.set(`${reference ?? ''} ${clock}`, [policy.name, clock, reference, verdict, due].join(','));
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const ordered = references.flatMap((reference) =>
    CLOCKS.flatMap((clock) => lines.get(`${reference} ${clock}`) ?? []),
  );
  return ['policy,clock,case,verdict,dueAt', ...ordered, ''].join('\n');
}

/** Without milliseconds where there are none. */
const shortIso = (instant: string): string => instant.replace('.000Z', 'Z');

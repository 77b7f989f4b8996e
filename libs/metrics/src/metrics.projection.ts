import { CLOCK_EVENT_TYPES, isClockEvent, type ClockEvent, type VerdictReassessed } from '@redress/clocks';
import { isOnCaseStream } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { isOwnClock } from '@redress/sla';
import {
  CASE_EVENTS,
  CASES_TABLE,
  evolveCase,
  registeredCase,
  type CaseFact,
  type CaseRow,
} from './case-figures/case-row';
import { dimensionsOf } from './dimensions';
import { ownClockSample, SAMPLES_TABLE, samplesOf, type SampleRow } from './response-times/sample-row';
import { PUBLISHED_CLOCKS } from './verdict-figures/published-clock';
import {
  dueAnew,
  evolveClock,
  isGoing,
  isSharedPause,
  reassessedClock,
  startedClock,
  VERDICTS_TABLE,
  type OneClockFact,
  type VerdictRow,
} from './verdict-figures/verdict-row';

const REASSESSED: VerdictReassessed['type'] = 'VerdictReassessed';

const isReassessment = (event: RecordedEvent): event is Recorded<VerdictReassessed> =>
  event.type === REASSESSED;

/**
 * What response-time and SLA figures are made of: a row for each case, each measurement and each run of a clock. Figures are summed up
 * when they are asked for, so that any filter, range and grouping is exact.
 */
export const metricsProjection: Projection = {
  name: 'metrics',
  version: 6,
  isUnhurried: true,
  tables: {
    figure_cases: CASES_TABLE,
    figure_samples: SAMPLES_TABLE,
    figure_verdicts: { ...VERDICTS_TABLE, published: PUBLISHED_CLOCKS },
  },
  events: [...CASE_EVENTS, ...CLOCK_EVENT_TYPES, REASSESSED],
  apply(event, rows) {
    if (isClockEvent(event)) {
      // The callbacks of a case have clocks of their own.
      if (isOnCaseStream(event)) applyClockFact(event, rows);
    } else if (isReassessment(event)) {
      rows.put('figure_verdicts', reassessedClock(verdictRow(rows, event, event.data), event));
    } else {
      applyCaseFact(event as CaseFact, rows);
    }
  },
};

function applyCaseFact(fact: CaseFact, rows: Rows): void {
  if (fact.type === 'ComplaintRegistered') {
    rows.put('figure_cases', registeredCase(fact));
    return;
  }
  const before = caseRow(rows, fact);
  const after = evolveCase(before, fact);
  rows.put('figure_cases', after);
  if (hasMoved(before, after)) followCase(rows, after);
  if (fact.type === 'ComplaintResponded' || fact.type === 'ComplaintResolved') {
    for (const sample of samplesOf(fact, after)) putSample(rows, sample);
  }
}

/** Where a case is filed, as far as facts of its own move it; the policy of a clock changes by facts of the clock. */
const FILED_BY = ['kind', 'category', 'tier', 'priority', 'team', 'agent'] as const;

const hasMoved = (before: CaseRow, after: CaseRow): boolean =>
  FILED_BY.some((name) => before[name] !== after[name]);

/** Clocks that go on are filed where the case now is. */
function followCase(rows: Rows, { kind, category, tier, priority, team, agent }: CaseRow): void {
  for (const row of verdictRows(rows)) {
    if (isGoing(row)) rows.put('figure_verdicts', { ...row, kind, category, tier, priority, team, agent });
  }
}

/** The last resolution takes the place of an earlier one; the other measures have one sample for each cycle. */
function putSample(rows: Rows, sample: SampleRow): void {
  if (sample.measure === 'total-resolution') {
    for (const earlier of rows.all('figure_samples') as readonly SampleRow[]) {
      if (earlier.measure === sample.measure)
        rows.delete('figure_samples', earlier.measure, earlier.cycle, earlier.run);
    }
  }
  rows.put('figure_samples', sample);
}

function applyClockFact(fact: Recorded<ClockEvent>, rows: Rows): void {
  if (isSharedPause(fact)) {
    for (const { clock, instance, dueAt } of fact.data.clocks) {
      const row = verdictRow(rows, fact, { clock, instance });
      rows.put('figure_verdicts', { ...row, ...dueAnew(row, dueAt) });
    }
  } else if (fact.type === 'ClockStarted') {
    rows.put('figure_verdicts', startedClock(fact, caseRow(rows, fact)));
  } else {
    const row = evolveClock(verdictRow(rows, fact, fact.data), fact);
    rows.put('figure_verdicts', fact.type === 'ClockStopped' ? withSample(rows, row, fact) : row);
  }
}

type ClockStop = Extract<OneClockFact, { readonly type: 'ClockStopped' }>;

/** A verdict is filed where the measurement is that its stop made, and told to it; a clock that a policy defines is measured itself. */
function withSample(rows: Rows, row: VerdictRow, { data }: ClockStop): VerdictRow {
  if (isOwnClock(data.clock)) {
    const measured = { startedAt: row.started_at, dimensions: dimensionsOf(row) };
    rows.put('figure_samples', ownClockSample(data.clock, data, measured));
    return row;
  }
  const sample = rows.get('figure_samples', data.clock, data.cycle, 1) as SampleRow | undefined;
  if (sample === undefined) return row;
  rows.put('figure_samples', { ...sample, verdict: data.verdict });
  const { policy_name, policy_version, policy_rule } = row;
  return { ...row, ...dimensionsOf(sample), policy_name, policy_version, policy_rule };
}

const verdictRows = (rows: Rows) => rows.all('figure_verdicts') as readonly VerdictRow[];

function verdictRow(
  rows: Rows,
  event: RecordedEvent,
  key: Pick<VerdictRow, 'clock' | 'instance'>,
): VerdictRow {
  const row = rows.get('figure_verdicts', key.clock, key.instance) as VerdictRow | undefined;
  if (row === undefined)
    throw new Error(`${event.type}: run ${String(key.instance)} of ${key.clock} has not started`);
  return row;
}

function caseRow(rows: Rows, event: RecordedEvent): CaseRow {
  const row = rows.get('figure_cases') as CaseRow | undefined;
  if (row === undefined) throw new Error(`${event.type}: the case was never registered`);
  return row;
}

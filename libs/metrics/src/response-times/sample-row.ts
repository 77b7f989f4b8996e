import type { ClockStopped } from '@redress/clocks';
import type { ComplaintResolved, ComplaintResponded } from '@redress/complaints';
import { fromIso, type EpochMs, type RecordedEvent } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import { isOwnClock, OWN_CLOCK_NAME, type OwnClockName } from '@redress/sla';
import type { DefinitionName } from '../asking/figure-definitions';
import type { CaseRow } from '../case-figures/case-row';
import { DIMENSION_COLUMNS, dimensionsOf, type Dimensions } from '../dimensions';

/**
 * What is measured beside the clocks that policies define; `FIGURE_DEFINITIONS` says what each is. The first two have one sample for each
 * cycle, the last one for each case.
 */
export const MEASURES = ['first-response', 'resolution', 'total-resolution'] as const;
/** What is measured: a clock that a policy defines has a sample for each run that was stopped. */
export type Measure = (typeof MEASURES)[number] | OwnClockName;

/** How a measure is written. */
export const MEASURE = new RegExp([...MEASURES.map((name) => `^${name}$`), OWN_CLOCK_NAME.source].join('|'));

/** The name of what a measure measures. */
export const definitionOf = (measure: Measure): DefinitionName =>
  isOwnClock(measure) ? 'own-clock' : measure;

/** One measurement: a row of `figure_samples`. Its dimensions are those at the stop; `agent` of a resolution is who resolved it. */
export type SampleRow = Dimensions & {
  readonly measure: Measure;
  /** The cycle of the stop. */
  readonly cycle: number;
  /** The n-th run of a clock that a policy defines; else 1. */
  readonly run: number;
  readonly value_ms: number;
  /** The stop. */
  readonly happened_at: EpochMs;
  /** What the SLA clock of that name said of this cycle; null where there was no target. */
  readonly verdict: 'met' | 'missed' | null;
};

const COLUMNS: Record<keyof SampleRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  measure: 'text',
  cycle: 'integer',
  run: 'integer',
  value_ms: 'bigint',
  happened_at: 'bigint',
  verdict: 'text',
};

export const SAMPLES_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['measure', 'cycle', 'run'],
  indexes: ['(measure, registered_at)', '(measure, happened_at)'],
};

/** What a fact measures, given the case after it. */
export function samplesOf(
  fact: RecordedEvent<ComplaintResponded> | RecordedEvent<ComplaintResolved>,
  row: CaseRow,
): readonly SampleRow[] {
  const { team, agent, priority, cycle } = fact.data;
  const stop = {
    ...dimensionsOf(row),
    team,
    agent,
    priority,
    cycle,
    run: 1,
    happened_at: fact.occurredAt,
    verdict: null,
  };
  const sinceCycle = fact.occurredAt - row.cycle_started_at;
  switch (fact.type) {
    case 'ComplaintResponded':
      // When a cycle began that is over is not on the row: its verdict is corrected, its sample stays as it was told.
      if (!fact.data.first || fact.data.cycleOver === true) return [];
      return [{ ...stop, measure: 'first-response', value_ms: sinceCycle }];
    case 'ComplaintResolved': {
      const resolved = { ...stop, agent: fact.data.resolvedBy };
      return [
        { ...resolved, measure: 'resolution', value_ms: sinceCycle },
        { ...resolved, measure: 'total-resolution', value_ms: fact.occurredAt - row.registered_at },
      ];
    }
  }
}

/** What a clock that a policy defines measures when it is stopped; its dimensions are given. */
export const ownClockSample = (
  measure: OwnClockName,
  { instance, cycle, stoppedAt, verdict }: ClockStopped['data'],
  { startedAt, dimensions }: { readonly startedAt: EpochMs; readonly dimensions: Dimensions },
): SampleRow => ({
  ...dimensions,
  measure,
  cycle,
  run: instance,
  value_ms: fromIso(stoppedAt) - startedAt,
  happened_at: fromIso(stoppedAt),
  verdict,
});

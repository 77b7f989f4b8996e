import type { ComplaintResolved, ComplaintResponded } from '@redress/complaints';
import type { EpochMs, RecordedEvent } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { CaseRow } from '../case-figures/case-row';
import { DIMENSION_COLUMNS, dimensionsOf, type Dimensions } from '../dimensions';

/** What is measured; `FIGURE_DEFINITIONS` says what each is. The first two have one sample for each cycle, the last one for each case. */
export const MEASURES = ['first-response', 'resolution', 'total-resolution'] as const;
export type Measure = (typeof MEASURES)[number];

/** One measurement: a row of `figure_samples`. Its dimensions are those at the stop; `agent` of a resolution is who resolved it. */
export type SampleRow = Dimensions & {
  readonly measure: Measure;
  /** The cycle of the stop. */
  readonly cycle: number;
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
  value_ms: 'bigint',
  happened_at: 'bigint',
  verdict: 'text',
};

export const SAMPLES_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['measure', 'cycle'],
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

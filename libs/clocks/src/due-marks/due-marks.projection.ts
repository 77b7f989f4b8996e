import type { EpochMs, Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { evolveClocks, isGoing, nextDueAt, NO_CLOCKS, type ClockLedger } from '../domain/clock-ledger';
import { CLOCK_EVENT_TYPES, type ClockEvent } from '../events';

/** A stream and the next instant at which one of its clocks reaches a mark or its due. */
export interface DueMarksRow {
  readonly stream: string;
  /** What is needed to tell the next instant: the runs that go on, and all pauses, for a later target finds them again. */
  readonly ledger: ClockLedger;
  /** Business time; null while nothing will fall due, as things stand. */
  readonly next_due_at: EpochMs | null;
  /** The id of the clock fact that the instant follows from. */
  readonly fact_id: string;
  /** Machine time (ms since 1970). Set by the timekeeper only; any new fact of the stream frees the row. */
  readonly leased_until: number | null;
}

/**
 * The timer rows: one for each stream whose clocks may still fall due. Clock facts stand by themselves, so the fold knows nothing of
 * cases, and a stream of any other subject gets its timers with no further word.
 */
export const dueMarks: Projection = {
  name: 'due-marks',
  version: 1,
  tables: {
    due_marks: {
      columns: {
        stream: 'text',
        ledger: 'jsonb',
        next_due_at: 'bigint',
        fact_id: 'text',
        leased_until: 'bigint',
      },
      key: ['stream'],
      indexes: ['(next_due_at) WHERE next_due_at IS NOT NULL'],
    },
  },
  events: CLOCK_EVENT_TYPES,
  apply(event: RecordedEvent, rows: Rows): void {
    const before = rows.get('due_marks', event.stream)?.['ledger'] as ClockLedger | undefined;
    const ledger = forgetEnded(evolveClocks(before ?? NO_CLOCKS, event as Recorded<ClockEvent>));
    if (ledger.runs.length === 0 && ledger.pauses.length === 0) {
      rows.delete('due_marks', event.stream);
      return;
    }
    rows.put('due_marks', {
      stream: event.stream,
      ledger,
      next_due_at: nextDueAt(ledger) ?? null,
      fact_id: event.id,
      leased_until: null,
    } satisfies DueMarksRow);
  },
};

const forgetEnded = (ledger: ClockLedger): ClockLedger => ({ ...ledger, runs: ledger.runs.filter(isGoing) });

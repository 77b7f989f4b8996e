import type { EpochMs, Recorded, RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { evolveClocks, isGoing, nextDueAt, NO_CLOCKS, type ClockLedger } from '../domain/clock-ledger';
import { CLOCK_EVENT_TYPES, isNoticed, type ClockEvent } from '../events';

/** A stream and the next instant at which one of its clocks reaches a mark or its due. */
export interface DueMarksRow {
  readonly stream: string;
  /** What is needed to tell the next instant: the runs that go on, and all pauses, for a later target finds them again. */
  readonly ledger: ClockLedger;
  /** Business time; null while nothing will fall due, as things stand. */
  readonly next_due_at: EpochMs | null;
  /** Business time until which the life of the subject may still be being told; null where it is not. */
  readonly told_until: EpochMs | null;
  /** When to look: once it is due, and no longer being told. */
  readonly look_at: EpochMs | null;
  /** The id of the clock fact that the instant follows from. */
  readonly fact_id: string;
}

/**
 * The timer rows: one for each stream whose clocks may still fall due. Clock facts stand by themselves, so the fold knows nothing of
 * cases, and a stream of any other subject gets its timers with no further word.
 */
export const dueMarks: Projection = {
  name: 'due-marks',
  version: 3,
  tables: {
    due_marks: {
      columns: {
        stream: 'text',
        ledger: 'jsonb',
        next_due_at: 'bigint',
        told_until: 'bigint',
        look_at: 'bigint',
        fact_id: 'text',
      },
      key: ['stream'],
      indexes: ['(look_at) WHERE look_at IS NOT NULL'],
    },
  },
  events: CLOCK_EVENT_TYPES,
  apply(event: RecordedEvent, rows: Rows): void {
    const before = rows.get('due_marks', event.stream) as DueMarksRow | undefined;
    const ledger = forgetEnded(evolveClocks(before?.ledger ?? NO_CLOCKS, event as Recorded<ClockEvent>));
    if (ledger.runs.length === 0 && ledger.pauses.length === 0) {
      rows.delete('due_marks', event.stream);
      return;
    }
    const nextDue = nextDueAt(ledger);
    // What is noticed lies as far back as it was not looked for.
    const toldUntil = fallsDue(event) ? (before?.told_until ?? null) : toldUntilAfter(event);
    rows.put('due_marks', {
      stream: event.stream,
      ledger,
      next_due_at: nextDue ?? null,
      told_until: toldUntil,
      look_at: nextDue === undefined ? null : Math.max(nextDue, toldUntil ?? 0),
      fact_id: event.id,
    } satisfies DueMarksRow);
  },
};

/** A fact that comes on record so long after it occurred belongs to a life that is being told: an import, a journal typed up. */
const TOLD_LATE_MS = 60_000;

/** How long the next part of such a life may take to come. */
export const TELLING_PAUSE_MS = 30_000;

/**
 * The moment of looking changes no verdict, so it can wait: whoever tells the life of a case step by step would else be met, between two of
 * the steps, by the breaches that the next one forestalls.
 */
const toldUntilAfter = ({ occurredAt, recordedAt }: RecordedEvent): EpochMs | null =>
  recordedAt - occurredAt >= TOLD_LATE_MS ? recordedAt + TELLING_PAUSE_MS : null;

/** Whether it is on record since somebody looked, however long after the instant at which it occurred. */
const fallsDue = (event: RecordedEvent): boolean =>
  isNoticed(event) || event.type === 'ClockPauseExpired' || event.type === 'VerdictCorrected';

const forgetEnded = (ledger: ClockLedger): ClockLedger => ({ ...ledger, runs: ledger.runs.filter(isGoing) });

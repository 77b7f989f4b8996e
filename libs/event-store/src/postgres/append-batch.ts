import type { Clock } from '@redress/kernel';
import type { Outcome } from '../append-queue';
import { EventIdTaken, WrongExpectedRevision } from '../errors';
import type { AppendRequest } from './append-request';
import { toEpochMs, toPosition } from './event-row';
import type { Queries } from './queries';

const APPEND_BATCH = {
  name: 'event_store.append_batch',
  text: 'SELECT outcome, last_revision, last_position, last_recorded_at FROM event_store.append_batch($1, $2) ORDER BY append_no',
};

type OutcomeRow =
  | {
      outcome: 'appended' | 'repeated';
      last_revision: number;
      last_position: string;
      last_recorded_at: string;
    }
  | { outcome: 'wrong-revision'; last_revision: number | null; last_position: null; last_recorded_at: null }
  | { outcome: 'id-taken'; last_revision: number | null; last_position: null; last_recorded_at: null };

/** Writes a batch: one statement, one transaction. Gives the outcome of each append in its order; rejects with the driver's error. */
export async function appendBatch(
  queries: Queries,
  clock: Clock,
  batch: readonly AppendRequest[],
): Promise<Outcome[]> {
  const json = `[${batch.map((append) => append.json).join(',')}]`;
  const rows = await queries.rows<OutcomeRow>(APPEND_BATCH, [json, clock.now()]);
  return batch.map((append, at) => {
    const row = rows[at];
    if (row === undefined) throw new Error('event_store.append_batch gave no outcome for an append');
    return toOutcome(append, row);
  });
}

function toOutcome({ stream, expected }: AppendRequest, row: OutcomeRow): Outcome {
  switch (row.outcome) {
    case 'appended':
    case 'repeated': {
      const recordedAt = toEpochMs(row.last_recorded_at);
      const position = toPosition(row.last_position);
      return { kind: row.outcome, appended: { revision: row.last_revision, position, recordedAt } };
    }
    case 'wrong-revision': {
      const error = new WrongExpectedRevision(stream, expected, row.last_revision ?? undefined);
      return { kind: 'refused', error };
    }
    case 'id-taken':
      return { kind: 'refused', error: new EventIdTaken(stream) };
  }
}

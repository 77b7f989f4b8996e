import type { EpochMs } from '@redress/kernel';
import { sql, type ReadModel } from '@redress/read-model';
import { MACHINE_NOW, TimerRound } from './timer-round';

/** The stream to look at first. */
interface EarliestDue {
  /** When something falls due there. */
  readonly dueAt: EpochMs;
  /** From when on to look. */
  readonly lookAt: EpochMs;
  /** What the clock of the database says. */
  readonly machineNow: EpochMs;
}

/** The timer rows, for whoever works through them. */
export class TimerRows {
  constructor(private readonly readModel: ReadModel) {}

  /** Begins a round of work, which holds a database connection until it ends. */
  begin(): Promise<TimerRound> {
    return TimerRound.begin(this.readModel);
  }

  /** Undefined where nothing will fall due. What follows from the facts `except` is left out. */
  async earliest(except: readonly string[] = []): Promise<EarliestDue | undefined> {
    const { rows } = await sql<EarliestDue>`
      SELECT next_due_at AS "dueAt", look_at AS "lookAt", ${MACHINE_NOW} AS "machineNow" FROM due_marks
      WHERE look_at IS NOT NULL AND fact_id <> ALL(${except}::text[]) ORDER BY look_at LIMIT 1
    `.execute(this.readModel.query);
    return rows[0];
  }
}

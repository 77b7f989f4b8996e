import type { EventFeed } from '@redress/event-feed';
import type { Pool } from 'pg';
import { CheckpointMover } from './checkpoint-mover';
import { CommitSignals } from './commit-signals';
import type { Learn } from './fold';
import { Limiter } from './limiter';
import type { RetryOutcome } from './parked-events';
import type { Projection } from './projection';
import { ProjectionRun } from './projection-run';
import type { RunnerReport } from './runner-report';

export interface ProjectionRunnerOptions {
  /** Connections for writing rows: at most seven and one for each rebuild are in use at a time. */
  readonly pool: Pool;
  readonly feed: EventFeed;
  readonly projections: readonly Projection[];
  /** Shared with the `ReadModel` of the same process. */
  readonly signals?: CommitSignals;
  readonly report?: (report: RunnerReport) => void;
  /** Asked before an event is parked. By default nothing can be learnt. */
  readonly learn?: Learn;
}

/**
 * How many transactions run at once: over all projections that people wait for, and over those that can bear a moment's delay. These take
 * what has gathered meanwhile in one transaction, and never keep the others waiting.
 */
const TRANSACTIONS = { live: 5, unhurried: 1 } as const;

/** Keeps the read models: puts each projection on the feed, writes its rows, rebuilds it beside the live one. */
export class ProjectionRunner {
  readonly #runs = new Map<string, ProjectionRun>();

  /** Throws where two projections share a name or a table, or a table can't be made as defined. */
  constructor(options: ProjectionRunnerOptions) {
    const context = {
      pool: options.pool,
      feed: options.feed,
      mover: new CheckpointMover(options.pool),
      signals: options.signals ?? new CommitSignals(),
      report: options.report ?? (() => undefined),
      ...(options.learn === undefined ? {} : { learn: options.learn }),
    };
    const live = new Limiter(TRANSACTIONS.live);
    const unhurried = new Limiter(TRANSACTIONS.unhurried);
    const owners = new Map<string, string>();
    for (const projection of options.projections) {
      const { name, tables } = projection;
      const limiter = projection.isUnhurried === true ? unhurried : live;
      if (this.#runs.has(name)) throw new Error(`two projections are called ${name}`);
      this.#runs.set(name, new ProjectionRun(projection, { ...context, limiter }));
      for (const table of Object.keys(tables)) {
        const owner = owners.get(table);
        if (owner !== undefined) throw new Error(`${owner} and ${name} both have a table ${table}`);
        owners.set(table, name);
      }
    }
  }

  /**
   * Makes the tables that are missing and goes on where each projection stands. One whose version differs from that of its rows is
   * rebuilt; until the switch its old rows stay as they are. Throws where a definition has changed without its version, or the
   * feed has another number of partitions than before.
   */
  async start(): Promise<void> {
    // One after the other: what is quick to make is not worth a pool full of connections.
    const opened: (() => void)[] = [];
    for (const run of this.#runs.values()) opened.push(await run.open());
    // Those who begin to catch up together read the log together; who begins later would read it once more.
    for (const takeUp of opened) takeUp();
  }

  /** Finishes the batches in hand. A rebuild that is under way goes on at the next start. */
  async stop(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => run.stop()));
  }

  /** Builds a projection anew beside the live one; resolves after the switch. While one is under way: waits for that one. */
  rebuild(projection: string): Promise<void> {
    return this.#run(projection).rebuild();
  }

  /** After the mend: applies the parked events of a projection in order, up to the first of each partition key that still fails. */
  retryParked(projection: string): Promise<RetryOutcome> {
    return this.#run(projection).retryParked();
  }

  #run(projection: string): ProjectionRun {
    const run = this.#runs.get(projection);
    if (run === undefined) throw new Error(`there is no projection ${projection}`);
    return run;
  }
}

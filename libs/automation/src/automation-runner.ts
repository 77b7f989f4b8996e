import type { EventFeed } from '@redress/event-feed';
import type { Clock, Position } from '@redress/kernel';
import type { Automation } from './automation';
import { AutomationRun, type AutomationReport, type RetryOutcome } from './automation-run';
import type { AutomationRecord, AutomationStore } from './automation-store';

export interface AutomationRunnerOptions {
  readonly automations: readonly Automation[];
  readonly feed: EventFeed;
  readonly store: AutomationStore;
  /** Business time: the instant from which on a new automation reacts. */
  readonly clock: Clock;
  /** Whether an error is of the surroundings (a database out of reach) and passes by itself; by default none is known to. */
  readonly isPassing?: (error: unknown) => boolean;
  readonly report?: (report: AutomationReport) => void;
}

/** How an automation stands. */
export interface AutomationStatus extends AutomationRecord {
  readonly name: string;
  readonly isBehind: boolean;
}

/**
 * Machine time since an automation had last handled all there was, beyond which it counts as behind: five seconds, on top of the five
 * between two looks of the feed at a quiet log.
 */
const BEHIND_MS = 10_000;

/** How many of the parked and refused events an operator is shown. */
const NEWEST = 20;

/**
 * Lets automations react to what is recorded: each in a feed group of its own, with a checkpoint for each partition that is written after
 * the reactions of a batch. After a crash events come again, and the commands that were done add nothing.
 * - At its first start an automation writes down the instant, and reacts to what is recorded at or after it. `recordedAt` never falls along
 * the log, so that instant is a position.
 * - The events of one partition key are reacted to in order; those of different ones side by side.
 * - A refusal (DomainError) is an answer and no fault: it is written down for operators, and the rest goes on. `unavailable` and
 * `changed-meanwhile` ask for another try.
 * - Any other error: the feed comes again, later and later. Where it is not of the surroundings and comes five times in a row, the event is
 * parked with its position and reason; later ones of its partition key wait behind it, all others go on. What is parked is taken up again
 * at each start, and by `retry`.
 */
export class AutomationRunner {
  /** Of the health check that it is. */
  readonly name = 'automations';
  readonly #runs = new Map<string, AutomationRun>();
  readonly #options: AutomationRunnerOptions;
  #retrying: Promise<unknown> = Promise.resolve();

  /** Throws where two automations share a name. */
  constructor(options: AutomationRunnerOptions) {
    this.#options = options;
    const { feed, store, isPassing = () => false, report = () => undefined } = options;
    for (const automation of options.automations) {
      if (this.#runs.has(automation.name)) throw new Error(`two automations are called ${automation.name}`);
      this.#runs.set(automation.name, new AutomationRun(automation, { feed, store, isPassing, report }));
    }
  }

  /** Of all automations. */
  get names(): readonly string[] {
    return [...this.#runs.keys()];
  }

  /** Resolves when every automation is on record and on the feed: whatever is recorded from then on is reacted to. */
  async start(): Promise<void> {
    const { clock, report } = this.#options;
    for (const run of this.#runs.values()) await run.begin(clock.now());
    for (const run of this.#runs.values()) run.subscribe();
    const retries = [...this.#runs].map(async ([automation, run]) => {
      await run.retry().catch((error: unknown) => report?.({ kind: 'failed', automation, error }));
    });
    this.#retrying = Promise.all(retries);
  }

  /** Finishes what is in hand. */
  async stop(): Promise<void> {
    await this.#retrying;
    await Promise.all([...this.#runs.values()].map((run) => run.stop()));
  }

  /** How far an automation has come in a partition, in this process. */
  handledUpTo(automation: string, partition: number): Position | undefined {
    return this.#run(automation).handledUpTo(partition);
  }

  /**
   * Resolves true as soon as an automation has handled everything up to `position` in its partition (refused and parked events count as
   * handled), and false when the time is over. For virtual clocks and tests.
   */
  waitFor(
    automation: string,
    partition: number,
    position: Position,
    { timeoutMs }: { readonly timeoutMs: number },
  ): Promise<boolean> {
    return this.#run(automation).waitFor(partition, position, timeoutMs);
  }

  /** After the mend: takes up the parked events of an automation in order, each partition key up to its first that still fails. */
  retry(automation: string): Promise<RetryOutcome> {
    return this.#run(automation).retry();
  }

  /** Every automation as it stands; one that was never started is left out. */
  async statuses(): Promise<AutomationStatus[]> {
    const statuses = await Promise.all(
      [...this.#runs].map(async ([name, run]): Promise<AutomationStatus[]> => {
        const record = await this.#options.store.record(name, NEWEST);
        return record === undefined ? [] : [{ name, isBehind: isBehind(run), ...record }];
      }),
    );
    return statuses.flat();
  }

  /** How many events each automation has parked. */
  async parkedCounts(): Promise<ReadonlyMap<string, number>> {
    const counts = await this.#options.store.parkedCounts();
    return new Map(this.names.map((name) => [name, counts.get(name) ?? 0]));
  }

  /** How long ago, in ms of machine time, an automation had last handled all there was; undefined: never yet in this process. */
  freshness(automation: string): number | undefined {
    const at = this.#run(automation).caughtUpAt();
    return at === undefined ? undefined : Date.now() - at;
  }

  /** Well as long as every automation keeps up. What is parked is for operators (`statuses`): one event is no reason to take work away. */
  check(): Promise<{ readonly ok: boolean; readonly reason?: string }> {
    const late = [...this.#runs].filter(([, run]) => isBehind(run)).map(([name]) => name);
    return Promise.resolve(
      late.length === 0 ? { ok: true } : { ok: false, reason: `behind the events: ${late.join(', ')}` },
    );
  }

  #run(automation: string): AutomationRun {
    const run = this.#runs.get(automation);
    if (run === undefined) throw new Error(`there is no automation ${automation}`);
    return run;
  }
}

const isBehind = (run: AutomationRun): boolean => Date.now() - (run.caughtUpAt() ?? -Infinity) > BEHIND_MS;

import type { AutomationRunner } from '@redress/automation';
import { LogEnds } from '@redress/event-feed';
import type { Position } from '@redress/kernel';
import type { Engines } from '@redress/platform';
import { PROJECTIONS } from '@redress/wiring';

/** How long one of them may take to come to the end of the log; beyond that something is wrong. Machine time. */
const TIMEOUT_MS = 60_000;

/** Waits until everything that follows from the events so far has happened. For clocks that are moved by hand, and tests. */
export class Settling {
  readonly #logEnds: LogEnds;

  constructor(
    private readonly engines: Engines,
    private readonly runner: AutomationRunner,
  ) {
    this.#logEnds = new LogEnds(engines.store, engines.feed);
  }

  /** Until the automations have nothing left to react to; gives where the log then ends. Throws where one does not come to an end. */
  async automations(): Promise<ReadonlyMap<number, Position>> {
    for (;;) {
      const ends = new Map(await this.#logEnds.now());
      for (const name of this.runner.names) {
        await reached(name, ends, (partition, position) =>
          this.runner.waitFor(name, partition, position, { timeoutMs: TIMEOUT_MS }),
        );
      }
      const after = await this.#logEnds.now();
      if ([...after].every(([partition, position]) => ends.get(partition) === position)) return ends;
    }
  }

  /** Until, then, every read model shows all of it. */
  async everything(): Promise<void> {
    const ends = await this.automations();
    for (const { name } of PROJECTIONS) {
      await reached(name, ends, (partition, position) =>
        this.engines.readModel.waitFor(name, partition, position, { timeoutMs: TIMEOUT_MS }),
      );
    }
  }
}

async function reached(
  name: string,
  ends: ReadonlyMap<number, Position>,
  waitFor: (partition: number, position: Position) => Promise<boolean>,
): Promise<void> {
  for (const [partition, position] of ends) {
    if (!(await waitFor(partition, position))) throw new Error(`${name} has not caught up with the events`);
  }
}

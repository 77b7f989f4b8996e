import type { EpochMs } from '@redress/kernel';
import { ApiClient } from '../../apps/demo/src/api-client';
import type { ReplayInstance } from './instance';
import type { ReplayCommand } from './servicenow-commands';

/** One case to be lived again: its commands in order. */
export interface ReplayCase {
  readonly commands: readonly ReplayCommand[];
}

export interface ReplayOptions {
  readonly redress: ReplayInstance;
  /** Business time from one look of the timekeeper to the next, in ms. */
  readonly stepMs: number;
  readonly asOf: EpochMs;
  readonly onProgress?:
    ((progress: { readonly at: EpochMs; readonly sent: number; readonly total: number }) => void) | undefined;
}

/** Requests at the same time; those of one case follow one another. */
const CONNECTIONS = 32;

/** The rights that a replay needs: to tell what happened when, and to ask for figures. */
const REPLAYER = { id: 'replay', roles: ['integration', 'analyst'], teams: [], mayBackdate: true } as const;

/** A client that may replay and ask. */
export const replayClient = async (redress: ReplayInstance): Promise<ApiClient> =>
  new ApiClient(redress.url, await redress.issueToken(REPLAYER), CONNECTIONS);

/**
 * Lives the cases again. Business time goes on in steps: the clock moves to the end of a step, the commands of the step are sent through
 * the API, each with its own `occurredAt`, and only then the timekeeper looks. Steps in which nothing happens or falls due are skipped.
 * Returns the number of commands sent.
 */
export async function replay(cases: readonly ReplayCase[], options: ReplayOptions): Promise<number> {
  const { redress, stepMs, asOf, onProgress } = options;
  const client = await replayClient(redress);
  const waiting = cases.map(({ commands }) => new Life(commands)).filter((life) => life.nextAt !== undefined);
  waiting.sort(byNextAt);
  const total = cases.reduce((sum, { commands }) => sum + commands.length, 0);
  let sent = 0;
  try {
    for (;;) {
      const next = nextStep(waiting[0]?.nextAt, await redress.earliestDueAt(), stepMs);
      const end = Math.min(next, asOf);
      await redress.advanceTo(end);
      const active = takeUntil(waiting, end);
      await inParallel(active, CONNECTIONS, async (life) => {
        const count = await life.liveUntil(end, client);
        sent += count;
      });
      insert(waiting, active);
      await redress.look();
      onProgress?.({ at: end, sent, total });
      if (end >= asOf) return sent;
    }
  } finally {
    await client.close();
  }
}

/**
 * The end of the first step in which something happens or falls due. A step holds what happens up to its end, and what falls due before
 * its end.
 */
function nextStep(
  nextCommandAt: EpochMs | undefined,
  nextDueAt: EpochMs | undefined,
  stepMs: number,
): EpochMs {
  const byCommand = nextCommandAt === undefined ? Infinity : Math.ceil(nextCommandAt / stepMs) * stepMs;
  const byDue = nextDueAt === undefined ? Infinity : (Math.floor(nextDueAt / stepMs) + 1) * stepMs;
  return Math.min(byCommand, byDue);
}

/** What is left of one case. */
class Life {
  #next = 0;
  #id: string | undefined;

  constructor(private readonly commands: readonly ReplayCommand[]) {}

  get nextAt(): EpochMs | undefined {
    return this.commands[this.#next]?.at;
  }

  /** Sends the commands up to an instant, one after the other; gives their number. */
  async liveUntil(end: EpochMs, client: ApiClient): Promise<number> {
    const from = this.#next;
    for (let command = this.commands[this.#next]; command !== undefined && command.at <= end;) {
      if (this.#id === undefined)
        this.#id = (await client.post<{ id: string }>('/v1/complaints', command.body)).id;
      else await client.post(`/v1/complaints/${this.#id}/${command.step}`, command.body);
      command = this.commands[++this.#next];
    }
    return this.#next - from;
  }
}

const byNextAt = (a: Life, b: Life): number => (a.nextAt ?? Infinity) - (b.nextAt ?? Infinity);

/** Takes the lives that go on by `end` from the front of an ordered list. */
function takeUntil(waiting: Life[], end: EpochMs): Life[] {
  const count = waiting.findIndex(({ nextAt }) => nextAt === undefined || nextAt > end);
  return waiting.splice(0, count < 0 ? waiting.length : count);
}

/** Puts lives that are not over back in order. */
function insert(waiting: Life[], lives: readonly Life[]): void {
  const going = lives.filter(({ nextAt }) => nextAt !== undefined);
  if (going.length === 0) return;
  waiting.push(...going);
  waiting.sort(byNextAt);
}

async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}

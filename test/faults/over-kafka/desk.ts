import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@redress/kernel';
import type { Fleet, FleetProcess } from '../../support/fleet';

const COMPLAINT = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
};

/** How many cases are opened at the same time, and the pause after each, in ms: a busy desk, and no benchmark. */
const WRITERS = 2;
const PAUSE_MS = 200;

/** After what time a command is sent again that was not done, in ms. */
const AGAIN_MS = 100;

/** An answer that says to come again. */
export interface PutOff {
  readonly code: unknown;
  readonly retryAfter: string | null;
}

/**
 * The staff, who go on while things break: cases through the API, each command sent again, with the key that it had, until it is
 * acknowledged. Of three cases one is left alone, one is claimed, and one is resolved.
 */
export class Desk {
  /** What was acknowledged: by case, the events that its commands have recorded. */
  readonly acknowledged = new Map<string, readonly string[]>();
  /** The answers that were no. */
  readonly putOff: PutOff[] = [];
  #begun = 0;
  #heard: (() => void)[] = [];

  private constructor(
    private readonly api: () => FleetProcess,
    private readonly token: string,
  ) {}

  /** @param api the process that they speak to now */
  static async open(fleet: Fleet, api: () => FleetProcess): Promise<Desk> {
    const agent = { id: 'agent-1', roles: ['agent' as const], teams: ['billing'], mayBackdate: false };
    return new Desk(api, await fleet.token(agent));
  }

  /** The cases that were resolved. */
  get resolved(): string[] {
    return [...this.acknowledged]
      .filter(([, events]) => events.includes('ComplaintResolved'))
      .map(([id]) => id);
  }

  /** Opens a case and does with it so many steps: none, claim, resolve; resolves with its id when all of that is acknowledged. */
  async openCase(turn = this.#begun++ % 3): Promise<string> {
    const { id } = await this.#command('/v1/complaints', COMPLAINT);
    const events = ['ComplaintRegistered'];
    this.acknowledged.set(id, events);
    const steps = [['claim', 'ComplaintClaimed'] as const, ['resolve', 'ComplaintResolved'] as const];
    for (const [step, event] of steps.slice(0, turn)) {
      await this.#command(`/v1/complaints/${id}/${step}`, {});
      events.push(event);
    }
    this.#tell();
    return id;
  }

  /** Opens so many cases, one after the other. */
  async openCases(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.openCase();
  }

  /** Resolves when so many more cases are done with, by whoever works. */
  async more(cases: number): Promise<void> {
    const wanted = this.acknowledged.size + cases;
    while (this.acknowledged.size < wanted) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  /** What the API answers to the question for the pool of the team. */
  poolIsShown(): Promise<{ readonly status: number; readonly headers: Headers }> {
    return this.api().ask('GET', '/v1/queues/teams/billing', { as: this.token });
  }

  /** Resolves when one more command of whoever works was answered with no. */
  async isPutOff(): Promise<void> {
    const before = this.putOff.length;
    while (this.putOff.length === before) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  /** Works without a break while something else happens, and finishes what it has in hand after that. */
  async during<Answer>(something: () => Promise<Answer>): Promise<Answer> {
    const over = new AbortController();
    const writers = Array.from({ length: WRITERS }, async () => {
      while (!over.signal.aborted) {
        await this.openCase();
        await sleep(PAUSE_MS);
      }
    });
    try {
      // A command that is refused ends it at once.
      return await Promise.race([
        something(),
        Promise.all(writers).then(() => Promise.reject(new Error('over'))),
      ]);
    } finally {
      over.abort();
      await Promise.all(writers);
    }
  }

  #tell(): void {
    for (const wake of this.#heard.splice(0)) wake();
  }

  async #command(path: string, body: object): Promise<{ readonly id: string }> {
    const headers = { 'Idempotency-Key': newId() };
    for (;;) {
      const answer = await this.api()
        .ask<{ id: string; code?: string }>('POST', path, { as: this.token, body, headers })
        // It is away: that is an answer too.
        .catch(() => undefined);
      if (answer?.status === 200 || answer?.status === 201) return answer.body;
      if (answer !== undefined && answer.status !== 503)
        throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
      if (answer !== undefined)
        this.putOff.push({ code: answer.body.code, retryAfter: answer.headers.get('retry-after') });
      this.#tell();
      await sleep(AGAIN_MS);
    }
  }
}

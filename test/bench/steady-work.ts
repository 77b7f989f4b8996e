import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import type { Product } from './product';
import { registrationBody } from './registration-load';

/** How long answers took, in ms. */
export interface SteadyWork {
  readonly commandMs: readonly number[];
  /** From the answer to a command to the answer of the question that was asked then. */
  readonly questionMs: readonly number[];
  readonly seconds: number;
}

interface WorkOptions {
  readonly perSecond: number;
  readonly seconds: number;
  /** Whether questions carry the read token of the command, and so wait until they can show it. */
  readonly readAfter: boolean;
}

/** So many cases lie between the steps of one case. */
const CASES_BETWEEN_STEPS = 100;
const STEPS = ['register', 'claim', 'respond', 'resolve'] as const;
/** How many teams there are, `team-0` and so on. */
export const DESKS = 12;
const CONNECTIONS = 256;

/** An agent of a team of their own, signed in with the right to look at queues. */
interface Desk {
  readonly agent: string;
  readonly team: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * People at work: cases are registered, claimed, answered and resolved at a steady rate, whatever the answers take (an open loop: who waits
 * in a queue for their turn is counted as waiting). After each command its sender asks for the queue that it has changed.
 */
export class CallCentre {
  readonly #pool: Pool;
  readonly #ids = new Map<number, string>();
  #next = 0;

  private constructor(
    url: string,
    private readonly desks: readonly Desk[],
  ) {
    this.#pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  }

  static async at(product: Pick<Product, 'url' | 'token'>): Promise<CallCentre> {
    const desks = Array.from({ length: DESKS }, async (_, n): Promise<Desk> => {
      const agent = `desk-${String(n)}`;
      const token = await product.token('shift-leader', agent);
      return {
        agent,
        team: `team-${String(n)}`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      };
    });
    return new CallCentre(product.url, await Promise.all(desks));
  }

  async work({ perSecond, seconds, readAfter }: WorkOptions): Promise<SteadyWork> {
    const commandMs: number[] = [];
    const questionMs: number[] = [];
    const under: Promise<void>[] = [];
    const began = performance.now();
    for (let n = 0; n < perSecond * seconds; n++) {
      const at = began + (n * 1_000) / perSecond;
      if (performance.now() < at) await pause(at - performance.now());
      const [step, number] = this.#take();
      under.push(
        this.#oneStep(step, number, at, readAfter).then(([command, question]) => {
          commandMs.push(command);
          questionMs.push(question);
        }),
      );
    }
    await Promise.all(under);
    return { commandMs, questionMs, seconds: (performance.now() - began) / 1_000 };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** The next step in turn; a registration where the case is not that far. */
  #take(): [(typeof STEPS)[number], number] {
    const turn = this.#next++;
    const stage = turn % STEPS.length;
    const number = Math.floor(turn / STEPS.length) - stage * CASES_BETWEEN_STEPS;
    const step = STEPS[stage];
    if (step === undefined || step === 'register' || !this.#ids.has(number))
      return ['register', stage === 0 ? number : -turn];
    return [step, number];
  }

  async #oneStep(
    step: (typeof STEPS)[number],
    number: number,
    dueAt: number,
    readAfter: boolean,
  ): Promise<[number, number]> {
    const desk = this.desks[Math.abs(number) % this.desks.length];
    if (desk === undefined) throw new Error('a call centre without desks');
    const id = this.#ids.get(number) ?? '';
    const path = step === 'register' ? '/v1/complaints' : `/v1/complaints/${id}/${step}`;
    const body = step === 'register' ? { ...registrationBody(Math.abs(number)), team: desk.team } : {};
    const headers = { ...desk.headers, 'idempotency-key': randomUUID() };
    const command = await this.#ask<{ id: string; readToken: string }>(
      'POST',
      path,
      headers,
      JSON.stringify(body),
    );
    const answeredAt = performance.now();
    const queue = step === 'register' ? `teams/${desk.team}` : `agents/${desk.agent}`;
    await this.#ask('GET', `/v1/queues/${queue}?limit=10`, {
      ...desk.headers,
      ...(readAfter ? { 'redress-read-token': command.readToken } : {}),
    });
    if (step === 'register') this.#ids.set(number, command.id);
    if (step === 'resolve') this.#ids.delete(number);
    return [answeredAt - dueAt, performance.now() - answeredAt];
  }

  async #ask<Body>(
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Body> {
    const answer = await this.#pool.request({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path} answered ${String(answer.statusCode)}: ${text}`);
    return JSON.parse(text) as Body;
  }
}

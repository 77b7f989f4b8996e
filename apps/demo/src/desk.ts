import type { CommandOutcome } from '@redress/http';
import { toIso, type EpochMs } from '@redress/kernel';
import type { ApiClient } from './api-client';

/** Somebody of the call centre, speaking to the API in their own name. */
export type Desk = (person: string) => ApiClient;

/** The week is over: what would come next has not happened yet. */
export class WeekIsOver extends Error {}

/** How long to wait for what Redress does by itself; machine time. */
const PATIENCE_MS = 60_000;

/** One case's own time, and what is sent in it: each thing under a key of its own, so that the same demo sent again changes nothing. */
export class Telling {
  #sent = 0;
  #readToken: string | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly key: string,
    readonly until: EpochMs,
    public at: EpochMs,
  ) {}

  /** Lets time go by. Throws WeekIsOver. */
  pass(minutes: number): void {
    this.at += Math.ceil(minutes * 60) * 1000;
    if (this.at > this.until) throw new WeekIsOver();
  }

  /** Lets time go by until an instant, where it lies ahead. Throws WeekIsOver. */
  passUntil(at: EpochMs): void {
    this.pass(Math.max(0, at - this.at) / 60_000);
  }

  async tell<Outcome extends CommandOutcome>(
    person: string,
    path: string,
    body: object = {},
  ): Promise<Outcome> {
    const outcome = await this.desk(person).post<Outcome>(
      path,
      { ...body, occurredAt: toIso(this.at) },
      { 'Idempotency-Key': `${this.key}-${String(++this.#sent)}` },
    );
    this.#readToken = outcome.readToken;
    return outcome;
  }

  /** Asks what shows everything told so far. */
  ask<Answer>(person: string, path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.desk(person).get<Answer>(
      path,
      query,
      this.#readToken === undefined ? {} : { 'Redress-Read-Token': this.#readToken },
    );
  }

  /** Asks until there is something to be seen: an automation comes a little later. `what` says what, for whoever waits in vain. */
  async see<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
    const end = Date.now() + PATIENCE_MS;
    for (let napMs = 10; ; napMs = Math.min(500, napMs * 1.5)) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`${what} did not follow by itself`);
      await new Promise((resolve) => setTimeout(resolve, napMs));
    }
  }
}

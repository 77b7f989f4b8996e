import type { Role } from '../api/types';
import { problemOf } from '../api/problem';
import type { TokenSource } from './session';

/** Who somebody who tries Redress wants to be. */
export interface DemoPerson {
  readonly id: string;
  readonly role: Role;
  readonly teams: readonly string[];
}

interface DemoToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** In this window only: another may be another person's. */
const KEY = 'redress.demo-person';

/** So long before its end a token is renewed. */
const RENEW_BEFORE_MS = 120_000;

/** Tokens that the server signs itself, where only this machine can reach it. */
export class DemoTokens implements TokenSource {
  #current: Promise<DemoToken> | undefined;

  constructor(private readonly person: DemoPerson) {
    sessionStorage.setItem(KEY, JSON.stringify(person));
  }

  /** The person of before a reload. */
  static remembered(): DemoTokens | undefined {
    const text = sessionStorage.getItem(KEY);
    return text === null ? undefined : new DemoTokens(JSON.parse(text) as DemoPerson);
  }

  async token(): Promise<string> {
    const current = await this.#current;
    if (current !== undefined && Date.parse(current.expiresAt) - Date.now() > RENEW_BEFORE_MS)
      return current.token;
    this.#current = this.#ask().catch((error: unknown) => {
      this.#current = undefined;
      // While the server is away the old one may still be good.
      if (current !== undefined && Date.parse(current.expiresAt) > Date.now()) return current;
      throw error;
    });
    return (await this.#current).token;
  }

  async renew(): Promise<string> {
    this.#current = undefined;
    return this.token();
  }

  async signInAgain(): Promise<void> {
    await this.renew();
  }

  signOut(): Promise<void> {
    sessionStorage.removeItem(KEY);
    return Promise.resolve();
  }

  async #ask(): Promise<DemoToken> {
    const answer = await fetch('/console/demo-sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(this.person),
    });
    if (!answer.ok) throw await problemOf(answer);
    return (await answer.json()) as DemoToken;
  }
}

import { ApiProblem } from '../api/problem';
import type { WhoAmI } from '../api/types';

/** Gives the token in use, and renews it. */
export interface TokenSource {
  /** A token that is good for now. Throws where there is none any more. */
  token(): Promise<string>;
  /** Forgets it; may leave the page, for the issuer's. */
  signOut(): Promise<void>;
}

export type SessionState =
  | { readonly step: 'starting' }
  | { readonly step: 'out'; readonly why?: 'expired' | 'left' }
  | { readonly step: 'in'; readonly who: WhoAmI };

/** Who is signed in, in this window. */
class Session {
  #state: SessionState = { step: 'starting' };
  #source: TokenSource | undefined;
  readonly #listeners = new Set<() => void>();

  readonly state = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up a token; asks the API whom it speaks for. Throws ApiProblem. */
  async begin(source: TokenSource): Promise<void> {
    this.#source = source;
    const answer = await fetch('/v1/me', { headers: { Authorization: `Bearer ${await source.token()}` } });
    if (!answer.ok) throw new ApiProblem(answer.status, 'token-refused', answer.statusText);
    this.#set({ step: 'in', who: (await answer.json()) as WhoAmI });
  }

  /** Throws ApiProblem `token-missing` where nobody is signed in. */
  async token(): Promise<string> {
    try {
      if (this.#source !== undefined) return await this.#source.token();
    } catch {
      this.end('expired');
    }
    throw new ApiProblem(401, 'token-missing', 'Nobody is signed in.');
  }

  /** Nobody is signed in any more. */
  end(why?: 'expired' | 'left'): void {
    this.#source = undefined;
    this.#set({ step: 'out', ...(why === undefined ? {} : { why }) });
  }

  async signOut(): Promise<void> {
    const source = this.#source;
    this.end('left');
    await source?.signOut();
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const session = new Session();

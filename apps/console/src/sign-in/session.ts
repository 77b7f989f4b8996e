import { ApiProblem, problemOf } from '../api/problem';
import type { WhoAmI } from '../api/types';

/** Gives the token in use, and renews it. */
export interface TokenSource {
  /**
   * A token that is good for now. Throws ApiProblem `token-expired` where there is none any more, another one where it could not be asked
   * for.
   */
  token(): Promise<string>;
  /** Another token, though the one in use looks good. Throws as `token`. */
  renew(): Promise<string>;
  /** Lets the user sign in anew without leaving the page; called from what they press. Throws where they did not. */
  signInAgain(): Promise<void>;
  /** Forgets it; may leave the page, for the issuer's. */
  signOut(): Promise<void>;
}

/** `left-elsewhere`: in another window of this browser. */
type WhyOut = 'expired' | 'left' | 'left-elsewhere';

export type SessionState =
  | { readonly step: 'starting' }
  | { readonly step: 'out'; readonly why?: WhyOut }
  /** `lapsed`: there is no token any more; what is on the page stays until the user has signed in again. */
  | { readonly step: 'in'; readonly who: WhoAmI; readonly lapsed: boolean };

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
    const who = await whoIs(await source.token());
    this.#source = source;
    this.#set({ step: 'in', who, lapsed: false });
  }

  /** Throws ApiProblem: `token-missing` where nobody is signed in any more, else why there is no token for the moment. */
  token(): Promise<string> {
    return this.#of((source) => source.token());
  }

  /** Instead of a token that the API does not take. Throws as `token`. */
  renew(): Promise<string> {
    return this.#of((source) => source.renew());
  }

  /** The token is over, and no other is given. */
  lapse(): void {
    if (this.#state.step === 'in') this.#set({ ...this.#state, lapsed: true });
  }

  /** Goes on after the token was over. Throws where the user did not sign in; where it was somebody else, the page is left. */
  async signInAgain(): Promise<void> {
    const [source, state] = [this.#source, this.#state];
    if (source === undefined || state.step !== 'in') return;
    await source.signInAgain();
    const who = await whoIs(await source.token());
    if (who.id === state.who.id) this.#set({ step: 'in', who, lapsed: false });
    else this.end('expired');
  }

  /** Nobody is signed in any more. */
  end(why?: WhyOut): void {
    this.#source = undefined;
    this.#set({ step: 'out', ...(why === undefined ? {} : { why }) });
  }

  async signOut(): Promise<void> {
    const source = this.#source;
    this.end('left');
    await source?.signOut();
  }

  async #of(ask: (source: TokenSource) => Promise<string>): Promise<string> {
    const isLapsed = this.#state.step === 'in' && this.#state.lapsed;
    if (this.#source !== undefined && !isLapsed) {
      try {
        return await ask(this.#source);
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 401)) throw error;
        this.lapse();
      }
    }
    throw new ApiProblem(401, 'token-missing', 'Nobody is signed in.');
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

async function whoIs(token: string): Promise<WhoAmI> {
  const answer = await fetch('/v1/me', { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as WhoAmI;
}

export const session = new Session();

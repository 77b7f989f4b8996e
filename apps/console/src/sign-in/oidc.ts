import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { TokenSource } from './session';

/** What the server says of the issuer. */
export interface OidcWay {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: string;
}

/** So long before its end a token is renewed, by the refresh token or in a hidden frame. */
const RENEW_BEFORE_SECONDS = 60;

/** Tokens of an OpenID Connect issuer, by the code flow with PKCE. Kept in this window only. */
export class OidcTokens implements TokenSource {
  readonly #manager: UserManager;

  constructor({ issuer, clientId, audience, scope }: OidcWay) {
    const back = `${location.origin}/signed-in`;
    this.#manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: back,
      silent_redirect_uri: back,
      post_logout_redirect_uri: `${location.origin}/sign-in`,
      response_type: 'code',
      scope,
      // Some issuers make the token for what is named here; the others pass it over.
      extraQueryParams: { audience },
      automaticSilentRenew: true,
      accessTokenExpiringNotificationTimeInSeconds: RENEW_BEFORE_SECONDS,
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
    });
  }

  /** Whether a sign-in of before a reload still stands. */
  async isSignedIn(): Promise<boolean> {
    const user = await this.#manager.getUser();
    return user !== null && (user.expired !== true || user.refresh_token !== undefined);
  }

  /** Leaves for the issuer; it comes back to /signed-in, and from there to `next`. */
  signIn(next: string): Promise<void> {
    return this.#manager.signinRedirect({ state: next });
  }

  /** At /signed-in: takes the code. Gives where to go on, or undefined in the hidden frame of a renewal. Throws where the issuer refused. */
  async comeBack(): Promise<string | undefined> {
    const user = await this.#manager.signinCallback();
    return user === undefined ? undefined : typeof user.state === 'string' ? user.state : '/';
  }

  async token(): Promise<string> {
    const user = await this.#manager.getUser();
    const good: User | null = user?.expired === true ? await this.#manager.signinSilent() : user;
    if (good === null) throw new Error('nobody is signed in');
    return good.access_token;
  }

  async signOut(): Promise<void> {
    // Not every issuer has a page for it.
    await this.#manager.signoutRedirect().catch(() => this.#manager.removeUser());
  }
}

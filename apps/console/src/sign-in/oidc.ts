import { UserManager, WebStorageStateStore, type SigninRedirectArgs } from 'oidc-client-ts';
import { ApiProblem } from '../api/problem';
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

/** What the issuer sends back with the answer to the small window, which knows by it that it is one. */
const SMALL_WINDOW = 'again';

/** Tokens of an OpenID Connect issuer, by the code flow with PKCE. Kept in this window only. */
export class OidcTokens implements TokenSource {
  readonly #manager: UserManager;
  #renewing: Promise<string> | undefined;

  constructor({ issuer, clientId, audience, scope }: OidcWay) {
    const back = `${location.origin}/signed-in`;
    this.#manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: back,
      silent_redirect_uri: back,
      popup_redirect_uri: back,
      post_logout_redirect_uri: `${location.origin}/sign-in`,
      response_type: 'code',
      scope,
      // Some issuers make the token for what is named here; the others pass it over.
      extraQueryParams: { audience },
      // Done below, once at a time: a refresh token is often good once.
      automaticSilentRenew: false,
      accessTokenExpiringNotificationTimeInSeconds: RENEW_BEFORE_SECONDS,
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
    });
    this.#manager.events.addAccessTokenExpiring(() => {
      // Where that fails there is time to try again with the next request.
      this.renew().catch(() => undefined);
    });
  }

  /** Whether a sign-in of before a reload still stands. */
  async isSignedIn(): Promise<boolean> {
    const user = await this.#manager.getUser();
    return user !== null && (user.expired !== true || user.refresh_token !== undefined);
  }

  /** Leaves for the issuer; it comes back to /signed-in, and from there to `next`. Throws where the issuer can't be reached. */
  signIn(next: string): Promise<void> {
    return this.#manager.signinRedirect({ state: next } satisfies SigninRedirectArgs);
  }

  /**
   * At /signed-in: takes the code. Gives where to go on; undefined where this is no page to be looked at. Throws where the issuer refused.
   */
  async comeBack(): Promise<string | undefined> {
    if (isSmallWindow()) {
      await this.#manager.signinPopupCallback();
      return undefined;
    }
    const user = await this.#manager.signinCallback();
    return user === undefined ? undefined : typeof user.state === 'string' ? user.state : '/';
  }

  async token(): Promise<string> {
    const user = await this.#manager.getUser();
    return user === null || user.expired === true ? this.renew() : user.access_token;
  }

  renew(): Promise<string> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async signInAgain(): Promise<void> {
    await this.#manager.signinPopup({ url_state: SMALL_WINDOW });
  }

  async signOut(): Promise<void> {
    // Not every issuer has a page for it.
    await this.#manager.signoutRedirect().catch(() => this.#manager.removeUser());
  }

  async #renew(): Promise<string> {
    try {
      const user = await this.#manager.signinSilent();
      if (user !== null) return user.access_token;
    } catch (error) {
      // What the issuer says no to has this name; all else is that it could not be asked.
      if (!(error instanceof Error && error.name === 'ErrorResponse'))
        throw new ApiProblem(0, 'issuer-unreachable', 'The issuer can not be reached.');
    }
    throw new ApiProblem(401, 'token-expired', 'The issuer gives no new token.');
  }
}

/** Whether the issuer came back to a small window, which only passes the answer on. */
const isSmallWindow = (): boolean =>
  new URLSearchParams(location.search).get('state')?.endsWith(`;${SMALL_WINDOW}`) === true;

import {
  ErrorTimeout,
  OidcClient,
  UserManager,
  WebStorageStateStore,
  type SigninRedirectArgs,
  type UserManagerSettings,
} from 'oidc-client-ts';
import { ApiProblem } from '../api/problem';
import type { TokenSource } from './session';
import { SMALL_WINDOW } from './small-window';

/** What the server says of the issuer. */
export interface OidcWay {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  readonly scope: string;
}

/** So long before its end a token is renewed, by the refresh token or in a hidden frame. */
const RENEW_BEFORE_SECONDS = 60;

/** What the issuer does not answer by then, it does not answer. */
const ANSWERS_WITHIN_SECONDS = 10;

/**
 * Another one with every sign-out in this browser. A window keeps the one that it was signed in under: where they differ, somebody has
 * signed out in another window, even if this one was asleep or is brought back after a crash.
 */
const LEFT = 'redress.left';
const lastLeft = (): string => localStorage.getItem(LEFT) ?? '';

/** Tokens of an OpenID Connect issuer, by the code flow with PKCE. Kept in this window only. */
export class OidcTokens implements TokenSource {
  readonly #settings: UserManagerSettings;
  readonly #manager: UserManager;
  #renewing: Promise<string> | undefined;

  /** @param onLeft called once the person has signed out in another window, and so in this one */
  constructor({ issuer, clientId, audience, scope }: OidcWay, onLeft: () => void) {
    const back = `${location.origin}/signed-in`;
    this.#settings = {
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
      requestTimeoutInSeconds: ANSWERS_WITHIN_SECONDS,
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
    };
    this.#manager = new UserManager(this.#settings);
    this.#manager.events.addAccessTokenExpiring(() => {
      // Where that fails there is time to try again with the next request.
      this.renew().catch(() => undefined);
    });
    addEventListener('storage', ({ key }) => {
      if (key === LEFT) void this.#forget().then(onLeft);
    });
  }

  /** Whether a sign-in of before a reload still stands. */
  async isSignedIn(): Promise<boolean> {
    if (sessionStorage.getItem(LEFT) !== lastLeft()) await this.#forget();
    const user = await this.#manager.getUser();
    return user !== null && (user.expired !== true || user.refresh_token !== undefined);
  }

  /** Leaves for the issuer; it comes back to /signed-in, and from there to `next`. Throws where the issuer can't be reached. */
  signIn(next: string): Promise<void> {
    return this.#manager.signinRedirect({ state: next } satisfies SigninRedirectArgs);
  }

  /** At /signed-in: takes the code. Gives where to go on. Throws where the issuer refused. */
  async comeBack(): Promise<string> {
    const { state } = await this.#manager.signinRedirectCallback();
    sessionStorage.setItem(LEFT, lastLeft());
    return typeof state === 'string' ? state : '/';
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
    // Under one name: whoever has lost the small window out of sight gets it again, not another one.
    await this.#manager.signinPopup({ url_state: SMALL_WINDOW, popupWindowTarget: 'redress-sign-in' });
    sessionStorage.setItem(LEFT, lastLeft());
  }

  async signOut(): Promise<void> {
    localStorage.setItem(LEFT, crypto.randomUUID());
    const user = await this.#manager.getUser();
    await this.#forget();
    // Not every issuer takes a token back, or has a page for leaving.
    if (user?.refresh_token !== undefined) await this.#revoke(user.refresh_token).catch(() => undefined);
    await this.#manager
      .signoutRedirect(user?.id_token === undefined ? {} : { id_token_hint: user.id_token })
      .catch(() => undefined);
  }

  /** The manager itself revokes only what it still keeps. */
  #revoke(refreshToken: string): Promise<void> {
    return new OidcClient(this.#settings).revokeToken(refreshToken, 'refresh_token');
  }

  #forget(): Promise<void> {
    sessionStorage.removeItem(LEFT);
    return this.#manager.removeUser();
  }

  async #renew(): Promise<string> {
    try {
      const user = await this.#manager.signinSilent();
      if (user !== null) return user.access_token;
    } catch (error) {
      // What the issuer says no to has this name; all else is that it could not be asked.
      const isRefused = error instanceof Error && error.name === 'ErrorResponse';
      if (!isRefused && !(await this.#letsNobodyFrame(error)))
        throw new ApiProblem(0, 'issuer-unreachable', 'The issuer can not be reached.');
    }
    throw new ApiProblem(401, 'token-expired', 'The issuer gives no new token.');
  }

  /** Whether the hidden frame stayed silent though the issuer is there: its pages, or those that they lead to, may not be shown in a frame. */
  async #letsNobodyFrame(error: unknown): Promise<boolean> {
    const user = await this.#manager.getUser();
    if (!(error instanceof ErrorTimeout) || user?.refresh_token !== undefined) return false;
    return fetch(this.#manager.settings.metadataUrl, {
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_SECONDS * 1000),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

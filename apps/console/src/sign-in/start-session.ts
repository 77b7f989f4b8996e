import { DemoTokens } from './demo';
import { session } from './session';
import type { OidcTokens, OidcWay } from './oidc';

/** How people sign in here, as the server says. */
export type SignInWay =
  ({ readonly kind: 'oidc' } & OidcWay) | { readonly kind: 'demo' } | { readonly kind: 'closed' };

let way: Promise<SignInWay> | undefined;

/** Asked once for as long as the window is open; again where the server could not be reached. */
export function signInWay(): Promise<SignInWay> {
  way ??= fetch('/console/sign-in')
    .then((answer) => answer.json() as Promise<SignInWay>)
    .catch((error: unknown) => {
      way = undefined;
      throw error;
    });
  return way;
}

let tokens: Promise<OidcTokens> | undefined;

/** Made once, and loaded only where there is an issuer. */
export const oidcTokens = (found: OidcWay): Promise<OidcTokens> =>
  (tokens ??= import('./oidc').then(
    ({ OidcTokens }) =>
      new OidcTokens(found, () => {
        if (session.state().step === 'in') session.end('left-elsewhere');
      }),
  ));

/**
 * Takes up the sign-in of before a reload, or the one that comes back from the issuer. Gives where to go on then. Throws where the server
 * or the issuer can't be reached, or refuses.
 */
export async function startSession(): Promise<string | undefined> {
  const found = await signInWay();
  if (found.kind === 'demo') {
    const remembered = DemoTokens.remembered();
    if (remembered === undefined) session.end();
    else await session.begin(remembered);
    return undefined;
  }
  if (found.kind === 'closed') {
    session.end();
    return undefined;
  }
  const source = await oidcTokens(found);
  const next = location.pathname === '/signed-in' ? await source.comeBack() : undefined;
  if (await source.isSignedIn()) await session.begin(source);
  else session.end();
  return next;
}

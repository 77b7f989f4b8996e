import { HttpProblem, invalidRequest, OPAQUE_ID, PRINCIPAL_ROLES, type PrincipalRole } from '@redress/http';
import type { Settings } from '../config/settings';
import { isLoopback } from '../sign-in/sign-in';
import type { LocalSignIn } from '../sign-in/local-sign-in';

/** What the pages ask for of an issuer: who it is, and a token that can be renewed without a new sign-in. */
const DEFAULT_SCOPE = 'openid profile offline_access';

/** How long a demo token of the pages is good for; they renew it before. */
const DEMO_TTL_SECONDS = 3_600;

/** How people sign in to the pages, as these are told. `closed`: an issuer is configured, but no client of it. */
export type ConsoleSignIn =
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly clientId: string;
      readonly audience: string;
      readonly scope: string;
    }
  | { readonly kind: 'demo' }
  | { readonly kind: 'closed' };

type SignInSettings = Pick<Settings, 'oidcIssuer' | 'oidcAudience' | 'oidcClientId' | 'oidcScope'>;

/** The way to sign in that the settings leave. */
export function consoleSignIn(
  { oidcIssuer, oidcAudience, oidcClientId, oidcScope }: SignInSettings,
  local: LocalSignIn | undefined,
): ConsoleSignIn {
  if (local !== undefined) return { kind: 'demo' };
  if (oidcIssuer === undefined || oidcAudience === undefined || oidcClientId === undefined)
    return { kind: 'closed' };
  return {
    kind: 'oidc',
    issuer: oidcIssuer,
    clientId: oidcClientId,
    audience: oidcAudience,
    scope: oidcScope ?? DEFAULT_SCOPE,
  };
}

/** Who somebody who tries Redress wants to be. */
interface DemoPerson {
  readonly id: string;
  readonly role: PrincipalRole;
  readonly teams: readonly string[];
}

/** A token, with its end in machine time. */
export interface DemoSignedIn {
  readonly token: string;
  readonly expiresAt: string;
}

/** Signs in whoever asks, as whom they ask. Throws HttpProblem `invalid-request`. */
export async function signInForDemo(local: LocalSignIn, body: unknown): Promise<DemoSignedIn> {
  const { id, role, teams } = demoPerson(body);
  const expiresAt = new Date(Date.now() + DEMO_TTL_SECONDS * 1000).toISOString();
  const token = await local.issue({ id, roles: [role], teams, mayBackdate: false }, DEMO_TTL_SECONDS);
  return { token, expiresAt };
}

/**
 * Only pages of this very server may ask for a demo token: another site that is open in the same browser, also one whose name was bent to
 * point here, gets none. Throws HttpProblem `role-not-allowed`.
 */
export function assertOwnPage(headers: {
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: unknown;
}): void {
  const site = headers['sec-fetch-site'];
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (isLoopback(name) && (site === undefined || site === 'same-origin')) return;
  throw new HttpProblem(403, 'role-not-allowed', 'Demo tokens are for the pages of this server only.');
}

function demoPerson(body: unknown): DemoPerson {
  const { id, role, teams } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const known = PRINCIPAL_ROLES.find((one) => one === role);
  if (!isId(id) || known === undefined || !Array.isArray(teams) || !teams.every(isId) || teams.length > 20)
    throw invalidRequest('Give an id, a role and a list of up to 20 teams.');
  return { id, role: known, teams };
}

const isId = (value: unknown): value is string => typeof value === 'string' && OPAQUE_ID.test(value);

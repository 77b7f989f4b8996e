import type { Principal, PrincipalRole } from '@redress/http';
import { SignJWT } from 'jose';
import { JwtTokenVerifier } from './jwt-token-verifier';

const ISSUER = 'redress-local';
const AUDIENCE = 'redress';
const ALGORITHM = 'HS256';

/** How long demo tokens are good for: a week of trying out. */
const DEMO_TTL_SECONDS = 7 * 24 * 3600;

/** A token to try Redress with. */
export interface DemoToken {
  readonly role: PrincipalRole;
  /** Whom it speaks for. */
  readonly id: string;
  readonly teams: readonly string[];
  readonly token: string;
}

/** Tokens that Redress signs for itself, with a key that lies in the data folder: for trying out and for tests, never for a network. */
export class LocalSignIn {
  readonly verifier: JwtTokenVerifier;
  readonly #key: Buffer;

  /** @param key 32 random bytes */
  constructor(key: Buffer) {
    this.#key = key;
    this.verifier = new JwtTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      key: () => key,
    });
  }

  /** A token that speaks for `principal` for `ttlSeconds` of machine time. */
  async issue(principal: Omit<Principal, 'expiresAt'>, ttlSeconds: number): Promise<string> {
    const { id, name, roles, teams, mayBackdate } = principal;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      roles,
      teams,
      ...(name === undefined ? {} : { name }),
      ...(mayBackdate ? { backdate: true } : {}),
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + ttlSeconds)
      .sign(this.#key);
  }

  /** One token for each role of the call centre, all of one team, none with the right to backdate. */
  async issueDemoTokens(): Promise<readonly DemoToken[]> {
    const roles = ['agent', 'shift-leader', 'supervisor', 'analyst'] as const;
    const teams = ['demo-team'];
    return Promise.all(
      roles.map(async (role) => {
        const id = `demo-${role}`;
        return {
          role,
          id,
          teams,
          token: await this.issue({ id, roles: [role], teams, mayBackdate: false }, DEMO_TTL_SECONDS),
        };
      }),
    );
  }
}

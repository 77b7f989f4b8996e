import { DomainError } from '@redress/kernel';
import { OPAQUE_ID, PRINCIPAL_ROLES, TokenRefused, type Principal, type TokenVerifier } from '@redress/http';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** Whose tokens are accepted. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** The algorithms of the issuer's keys; `none` is never one. */
  readonly algorithms: readonly string[];
  /** The key that a token names. */
  readonly key: JWTVerifyGetKey;
}

/** A token that was found good is not checked again for so long; so is a withdrawn key noticed. */
const TRUST_MS = 60_000;
/** At most so many tokens are remembered. */
const MAX_REMEMBERED = 10_000;
/** Clocks may differ by so much. */
const TOLERANCE_SECONDS = 5;

/**
 * Checks JSON Web Tokens. Claims: `sub` (an opaque id), `exp`, `roles`, `teams` (lists of texts), `backdate` (true: may say when something
 * happened), `name`. Roles that are not known here count for nothing.
 */
export class JwtTokenVerifier implements TokenVerifier {
  readonly #rules: TokenRules;
  readonly #remembered = new Map<string, { principal: Principal; until: number }>();

  constructor(rules: TokenRules) {
    this.#rules = rules;
  }

  async verify(bearer: string): Promise<Principal> {
    const known = this.#remembered.get(bearer);
    if (known !== undefined && Date.now() < known.until) return known.principal;
    const principal = principalFrom(await this.#payloadOf(bearer));
    this.#remember(bearer, principal);
    return principal;
  }

  async #payloadOf(bearer: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms, key } = this.#rules;
    try {
      const { payload } = await jwtVerify(bearer, key, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ['sub', 'exp'],
      });
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  #remember(bearer: string, principal: Principal): void {
    const until = Math.min(Date.now() + TRUST_MS, principal.expiresAt ?? 0);
    this.#remembered.delete(bearer);
    // A Map keeps the order of insertion: the first is the oldest.
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MAX_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(bearer, { principal, until });
  }
}

function principalFrom({ sub, exp, name, roles, teams, backdate }: JWTPayload): Principal {
  if (typeof sub !== 'string' || !OPAQUE_ID.test(sub))
    throw badClaim('sub', 'an opaque id: letters, digits and . _ : -');
  return {
    id: sub,
    ...(typeof name === 'string' ? { name } : {}),
    roles: knownRoles(textsOf('roles', roles)),
    teams: textsOf('teams', teams).map((team) => {
      if (!OPAQUE_ID.test(team)) throw badClaim('teams', 'a list of opaque ids');
      return team;
    }),
    mayBackdate: backdate === true,
    ...(exp === undefined ? {} : { expiresAt: exp * 1000 }),
  };
}

/** The known ones, in the order of the claim: the first says what kind of actor it is. */
const knownRoles = (names: readonly string[]) =>
  names.flatMap((name) => PRINCIPAL_ROLES.filter((role) => role === name));

function textsOf(claim: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string')) return value;
  throw badClaim(claim, 'a list of texts');
}

const badClaim = (claim: string, what: string): TokenRefused =>
  new TokenRefused('token-claims-invalid', `The claim ${claim} must be ${what}.`);

/** What jose found wrong, as a refusal; what is no fault of the token passes as `unavailable`. */
function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new TokenRefused('token-expired', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new TokenRefused(
      'token-algorithm-refused',
      'The token is unsigned, or signed in a way that is not accepted.',
    );
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new TokenRefused('token-forged', 'The token is not signed by a key that is trusted here.');
  }
  if (
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return new TokenRefused('token-malformed', 'The token is no signed JSON Web Token.');
  }
  if (error instanceof DomainError) return error;
  return signInUnavailable(error);
}

function claimRefusal(claim: string): TokenRefused {
  if (claim === 'iss') return new TokenRefused('token-wrong-issuer', 'The token is by another issuer.');
  if (claim === 'aud')
    return new TokenRefused('token-wrong-audience', 'The token is meant for another service.');
  if (claim === 'nbf') return new TokenRefused('token-not-yet-valid', 'The token is not valid yet.');
  return badClaim(claim, 'present and of its type');
}

/** The issuer's keys can't be had. */
export function signInUnavailable(cause: unknown): DomainError {
  const error = new DomainError(
    'unavailable',
    'sign-in-unavailable',
    'The keys of the token issuer can not be had for now.',
  );
  error.cause = cause;
  return error;
}

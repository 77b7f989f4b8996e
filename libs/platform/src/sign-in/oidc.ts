import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { discover } from './discovery';
import { JwtTokenVerifier, signInUnavailable } from './jwt-token-verifier';

/** Asymmetric ones only: a shared secret has no place in a published key set. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * Checks the tokens of an OpenID Connect issuer with the keys that it publishes (OpenID Connect Discovery 1.0). The issuer is asked when
 * the first token comes; while it is out of reach, requests are refused with 503 `sign-in-unavailable`.
 */
export function oidcTokenVerifier(issuer: string, audience: string): JwtTokenVerifier {
  return new JwtTokenVerifier({ issuer, audience, algorithms: ALGORITHMS, key: keysOf(issuer) });
}

function keysOf(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    keys ??= keySetOf(issuer).catch((error: unknown) => {
      // The next request asks again.
      keys = undefined;
      throw signInUnavailable(error);
    });
    return (await keys)(header, token);
  };
}

async function keySetOf(issuer: string): Promise<JWTVerifyGetKey> {
  const { jwks_uri: address } = await discover(issuer);
  if (typeof address !== 'string' || !URL.canParse(address))
    throw new Error('the discovery document names no key set');
  return createRemoteJWKSet(new URL(address));
}

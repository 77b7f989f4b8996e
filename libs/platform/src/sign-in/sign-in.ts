import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import type { TokenVerifier } from '@redress/http';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { LocalSignIn } from './local-sign-in';
import { oidcTokenVerifier } from './oidc';
import { secretFromFile } from './secret-file';

/** How people sign in. `local` is there only where Redress signs its own tokens. */
export interface SignIn {
  readonly verifier: TokenVerifier;
  readonly local?: LocalSignIn;
}

/**
 * The issuer's tokens where one is configured; else tokens signed with a key of this data folder, on loopback only. Throws a StartupError
 * where neither is possible.
 */
export async function createSignIn(
  settings: Pick<Settings, 'dataDir' | 'host' | 'oidcIssuer' | 'oidcAudience'>,
): Promise<SignIn> {
  const { dataDir, host, oidcIssuer: issuer, oidcAudience: audience } = settings;
  if (issuer !== undefined) {
    if (audience === undefined) {
      throw new StartupError('OIDC_AUDIENCE', '', 'Say whom the tokens of OIDC_ISSUER must be made for.');
    }
    return { verifier: oidcTokenVerifier(issuer, audience) };
  }
  if (!isLoopback(host)) {
    const mend = 'Others can reach this address: set OIDC_ISSUER and OIDC_AUDIENCE, or listen on 127.0.0.1.';
    throw new StartupError('HOST', host, mend);
  }
  const local = new LocalSignIn(await secretFromFile(join(dataDir, 'sign-in.key')));
  return { verifier: local.verifier, local };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host === 'localhost' : loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

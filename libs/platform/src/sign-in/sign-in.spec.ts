import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal, TokenVerifier } from '@redress/http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createSignIn, isLoopback, LocalSignIn, oidcTokenVerifier, secretFromFile } from '.';

const agent: Principal = { id: 'a1', roles: ['agent'], teams: ['t1', 't2'], mayBackdate: false };

/** The code with which a token is refused. */
async function codeOf(verifier: TokenVerifier, token: string): Promise<unknown> {
  const error: unknown = await verifier.verify(token).catch((refusal: unknown) => refusal);
  return error instanceof Error && 'code' in error ? error.code : error;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of our own', () => {
  const key = randomBytes(32);
  const local = new LocalSignIn(key);
  const other = new LocalSignIn(randomBytes(32));
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const good = {
    sub: 'a1',
    iss: 'redress-local',
    aud: 'redress',
    exp: inAnHour,
    roles: ['agent'],
    teams: [],
  };

  /** A token with any header and claims, signed by our key. */
  const forge = (claims: object, header: object = { alg: 'HS256' }, secret = key): string => {
    const text = `${part(header)}.${part(claims)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };

  it('says who it was issued for', async () => {
    const principal = await local.verifier.verify(
      await local.issue({ ...agent, name: 'N', mayBackdate: true }, 60),
    );
    expect(principal).toEqual({
      ...agent,
      name: 'N',
      mayBackdate: true,
      expiresAt: expect.any(Number) as unknown,
    });
    expect(principal.expiresAt).toBeGreaterThan(Date.now());
  });

  it.each([
    ['token-expired', () => local.issue(agent, -60)],
    ['token-forged', () => other.issue(agent, 60)],
    ['token-algorithm-refused', () => `${part({ alg: 'none' })}.${part(good)}.`],
    ['token-algorithm-refused', () => forge(good, { alg: 'HS512' })],
    ['token-wrong-audience', () => forge({ ...good, aud: 'another' })],
    ['token-wrong-audience', () => forge({ ...good, aud: undefined })],
    ['token-wrong-issuer', () => forge({ ...good, iss: 'another' })],
    ['token-not-yet-valid', () => forge({ ...good, nbf: inAnHour })],
    ['token-claims-invalid', () => forge({ ...good, exp: undefined })],
    ['token-claims-invalid', () => forge({ ...good, exp: 'soon' })],
    ['token-claims-invalid', () => forge({ ...good, sub: undefined })],
    ['token-claims-invalid', () => forge({ ...good, sub: 'zhang.san@example.com' })],
    ['token-claims-invalid', () => forge({ ...good, roles: 'agent' })],
    ['token-claims-invalid', () => forge({ ...good, teams: ['a b'] })],
    ['token-malformed', () => 'nonsense'],
    ['token-malformed', () => 'a.b.c'],
    ['token-malformed', () => forge(good, { alg: 'HS256', crit: ['x'] })],
    ['token-malformed', () => `${part({ alg: 'HS256' })}.${part(good)}`],
  ])('is refused as %s', async (code, make) => {
    expect(await codeOf(local.verifier, await make())).toBe(code);
  });

  it('with a changed claim is forged', async () => {
    const [header, , signature] = (await local.issue(agent, 60)).split('.');
    const token = `${String(header)}.${part({ ...good, roles: ['supervisor'] })}.${String(signature)}`;
    expect(await codeOf(local.verifier, token)).toBe('token-forged');
  });

  it('gives no role that is not known, and never that of the system', async () => {
    const { roles } = await local.verifier.verify(
      forge({ ...good, roles: ['system', 'god', 'integration', 'agent'] }),
    );
    expect(roles).toEqual(['integration', 'agent']);
  });

  it('that was good a moment ago is refused once it has expired', async () => {
    const token = await local.issue(agent, 30);
    expect((await local.verifier.verify(token)).id).toBe('a1');
    jest.useFakeTimers({
      now: Date.now() + 36_000,
      doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'],
    });
    try {
      expect(await codeOf(local.verifier, token)).toBe('token-expired');
    } finally {
      jest.useRealTimers();
    }
  });

  it('is made for each role to try with, all different', async () => {
    const tokens = await local.issueDemoTokens();
    expect(tokens.map(({ role }) => role)).toEqual(['agent', 'shift-leader', 'supervisor', 'analyst']);
    for (const { role, id, teams, token } of tokens) {
      expect(await local.verifier.verify(token)).toMatchObject({
        id,
        teams,
        roles: [role],
        mayBackdate: false,
      });
    }
    expect(new Set(tokens.map(({ id }) => id)).size).toBe(4);
  });
});

describe('a token of an issuer', () => {
  let server: Server;
  let issuer: string;
  let keys: { privateKey: CryptoKey; jwk: object };
  let discovery: () => { status: number; body: object };

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    keys = {
      privateKey: pair.privateKey,
      jwk: { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' },
    };
    server = createServer((request, response) => {
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      const { status, body } = isDiscovery ? discovery() : { status: 200, body: { keys: [keys.jwk] } };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  beforeEach(() => {
    discovery = () => ({ status: 200, body: { issuer, jwks_uri: `${issuer}/keys` } });
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const sign = (claims: JWTPayload, kid = 'k1') =>
    new SignJWT({ roles: ['supervisor'], ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuer(issuer)
      .setAudience('redress-prod')
      .setSubject('s1')
      .setExpirationTime('1h')
      .sign(keys.privateKey);

  it('is checked with the keys that the issuer publishes', async () => {
    const verifier = oidcTokenVerifier(issuer, 'redress-prod');
    expect(await verifier.verify(await sign({ backdate: true }))).toMatchObject({
      id: 's1',
      roles: ['supervisor'],
      mayBackdate: true,
    });
    expect(await codeOf(verifier, await sign({}, 'unknown'))).toBe('token-forged');
    expect(await codeOf(oidcTokenVerifier(issuer, 'another'), await sign({}))).toBe('token-wrong-audience');
  });

  it('can not be signed with a published key taken for a shared secret', async () => {
    const secret = Buffer.from(JSON.stringify(keys.jwk));
    const token = await new SignJWT({ roles: ['supervisor'] })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience('redress-prod')
      .setSubject('s1')
      .setExpirationTime('1h')
      .sign(secret);
    expect(await codeOf(oidcTokenVerifier(issuer, 'redress-prod'), token)).toBe('token-algorithm-refused');
  });

  it('is not judged while the issuer is out of reach, and is once it is back', async () => {
    const verifier = oidcTokenVerifier(issuer, 'redress-prod');
    const token = await sign({});
    discovery = () => ({ status: 500, body: {} });
    expect(await codeOf(verifier, token)).toBe('sign-in-unavailable');
    discovery = () => ({
      status: 200,
      body: { issuer: 'https://another.example', jwks_uri: `${issuer}/keys` },
    });
    expect(await codeOf(verifier, token)).toBe('sign-in-unavailable');
    discovery = () => ({ status: 200, body: { issuer, jwks_uri: `${issuer}/keys` } });
    expect((await verifier.verify(token)).id).toBe('s1');
  });
});

describe('the way to sign in', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'redress-sign-in-'));
  });

  afterEach(() => rm(dataDir, { recursive: true }));

  it('is by tokens of our own on loopback, with a key that stays with the data', async () => {
    const first = await createSignIn({ dataDir, host: '127.0.0.1' });
    const token = (await first.local?.issue(agent, 60)) ?? '';
    const second = await createSignIn({ dataDir, host: '127.0.0.1' });
    expect((await second.verifier.verify(token)).id).toBe('a1');
    const elsewhere = await mkdtemp(join(tmpdir(), 'redress-sign-in-'));
    const third = await createSignIn({ dataDir: elsewhere, host: '127.0.0.1' });
    await rm(elsewhere, { recursive: true });
    expect(await codeOf(third.verifier, token)).toBe('token-forged');
  });

  it('is not by tokens of our own where others could reach us', async () => {
    await expect(createSignIn({ dataDir, host: '0.0.0.0' })).rejects.toThrow(
      /^HOST=0\.0\.0\.0: .*OIDC_ISSUER/,
    );
  });

  it('is by the issuer alone where one is configured', async () => {
    const issuer = 'https://issuer.example';
    const signIn = await createSignIn({
      dataDir,
      host: '0.0.0.0',
      oidcIssuer: issuer,
      oidcAudience: 'redress',
    });
    expect(signIn.local).toBeUndefined();
    await expect(createSignIn({ dataDir, host: '0.0.0.0', oidcIssuer: issuer })).rejects.toThrow(
      /^OIDC_AUDIENCE=/,
    );
  });

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example.com', false],
  ])('%s is loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('a secret in a file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-secret-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, also by many at once, for its owner only', async () => {
    const file = join(folder, 'key');
    const secrets = await Promise.all(Array.from({ length: 20 }, () => secretFromFile(file)));
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
    expect(secrets[0]).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(`${secrets[0]?.toString('base64') ?? ''}\n`);
  });

  it('is refused where others can read it, or where it is no key', async () => {
    const file = join(folder, 'key');
    await secretFromFile(file);
    await chmod(file, 0o644);
    await expect(secretFromFile(file)).rejects.toThrow(/^DATA_DIR=.*chmod 600/);
    await writeFile(file, 'short');
    await chmod(file, 0o600);
    await expect(secretFromFile(file)).rejects.toThrow(/^DATA_DIR=.*32 bytes/);
  });

  it('says what is wrong where it can not be written', async () => {
    await expect(secretFromFile(join(folder, 'missing', 'key'))).rejects.toThrow(/^DATA_DIR=.*ENOENT/);
  });
});

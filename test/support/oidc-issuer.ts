import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PrincipalRole } from '@redress/http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Whom the issuer signs in, without asking: its pages are not what is tested. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly PrincipalRole[];
  readonly teams: readonly string[];
}

/**
 * An OpenID Connect issuer on this machine: code flow with PKCE, refresh tokens or renewal in a frame, a session of its own by a cookie. Its
 * tokens and keys are on another host than its pages.
 */
export interface OidcIssuer {
  readonly url: string;
  /** Where it gives tokens. */
  readonly tokenUrl: string;
  /** How many tokens it has given for a code (in a frame, without asking), and how many for a refresh token; and how many it took back. */
  readonly given: { code: number; silent: number; refresh: number; revoked: number };
  /** Whether a refresh token is good for a new one. At first it is. */
  renews: boolean;
  /** Whether it gives refresh tokens at all. At first it does. */
  givesRefreshTokens: boolean;
  /** Whether its pages may be shown in a frame. At first they may. */
  mayBeFramed: boolean;
  /** Can't be reached until `goOn`: neither of its hosts. */
  stop(): Promise<void>;
  goOn(): Promise<void>;
  close(): Promise<void>;
}

interface IssuerOptions {
  readonly clientId: string;
  readonly audience: string;
  readonly person: Person;
  /** How long its tokens are good for. */
  readonly ttlSeconds: number;
}

/** By this cookie it knows who has signed in with it. */
const SESSION = 'session=on';

export async function startOidcIssuer({
  clientId,
  audience,
  person,
  ttlSeconds,
}: IssuerOptions): Promise<OidcIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { challenge: string; nonce: string | null; isSilent: boolean }>();
  const refreshTokens = new Set<string>();
  const pages = await listening(answer);
  const tokens = await listening(answer);
  // Another site than `127.0.0.1`: in its pages the cookie is a third party's, and withheld.
  const url = pages.url.replace('127.0.0.1', 'localhost');
  const issuer: OidcIssuer = {
    url,
    tokenUrl: `${tokens.url}/token`,
    given: { code: 0, silent: 0, refresh: 0, revoked: 0 },
    renews: true,
    givesRefreshTokens: true,
    mayBeFramed: true,
    stop: async () => {
      await Promise.all([pages.stop(), tokens.stop()]);
    },
    goOn: async () => {
      await Promise.all([pages.goOn(), tokens.goOn()]);
    },
    close: () => issuer.stop(),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    switch (asked.pathname) {
      case '/.well-known/openid-configuration':
        json(response, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: issuer.tokenUrl,
          jwks_uri: `${tokens.url}/keys`,
          revocation_endpoint: `${tokens.url}/revoke`,
          end_session_endpoint: `${url}/leave`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
        return;
      case '/keys':
        json(response, { keys: [jwk] });
        return;
      case '/authorize':
        authorize(asked.searchParams, request.headers.cookie === SESSION, response);
        return;
      case '/token':
        return token(new URLSearchParams(await textOf(request)), response);
      case '/revoke':
        if (refreshTokens.delete(new URLSearchParams(await textOf(request)).get('token') ?? ''))
          issuer.given.revoked += 1;
        json(response, {});
        return;
      case '/leave':
        response.setHeader('Set-Cookie', `${SESSION}; Path=/; Max-Age=0`);
        redirect(response, asked.searchParams.get('post_logout_redirect_uri') ?? '/');
        return;
      default:
        response.writeHead(404).end();
    }
  }

  function authorize(asked: URLSearchParams, isKnown: boolean, response: ServerResponse): void {
    const isOurs =
      asked.get('client_id') === clientId &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256';
    if (!isOurs) {
      response.writeHead(400).end('not as the code flow with PKCE asks');
      return;
    }
    const isSilent = asked.get('prompt') === 'none';
    if (isSilent && !issuer.mayBeFramed) {
      response.writeHead(200, { 'X-Frame-Options': 'DENY' }).end('Sign in');
      return;
    }
    const back = new URL(asked.get('redirect_uri') ?? url);
    back.searchParams.set('state', asked.get('state') ?? '');
    if (isSilent && !isKnown) back.searchParams.set('error', 'login_required');
    else {
      const code = randomUUID();
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce'),
        isSilent,
      });
      back.searchParams.set('code', code);
      response.setHeader('Set-Cookie', `${SESSION}; Path=/; HttpOnly; SameSite=Lax`);
    }
    redirect(response, back.href);
  }

  async function token(asked: URLSearchParams, response: ServerResponse): Promise<void> {
    const known = codes.get(asked.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    const isRefresh = asked.get('grant_type') === 'refresh_token';
    const mayRefresh = () => refreshTokens.delete(asked.get('refresh_token') ?? '') && issuer.renews;
    if (isRefresh ? !mayRefresh() : known?.challenge !== verifier) {
      json(response, { error: 'invalid_grant' }, 400);
      return;
    }
    codes.delete(asked.get('code') ?? '');
    issuer.given[isRefresh ? 'refresh' : known?.isSilent === true ? 'silent' : 'code'] += 1;
    const sign = (claims: Record<string, unknown>, aud: string) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(url)
        .setSubject(person.id)
        .setAudience(aud)
        .setIssuedAt()
        .setExpirationTime(`${String(ttlSeconds)}s`)
        .sign(privateKey);
    const refresh = randomUUID();
    if (issuer.givesRefreshTokens) refreshTokens.add(refresh);
    const { name, roles, teams } = person;
    json(response, {
      token_type: 'Bearer',
      expires_in: ttlSeconds,
      access_token: await sign({ name, roles, teams }, audience),
      id_token: await sign(known?.nonce == null ? {} : { nonce: known.nonce }, clientId),
      ...(issuer.givesRefreshTokens ? { refresh_token: refresh } : {}),
    });
  }

  return issuer;
}

/** A host that can go away and come back under its address. */
async function listening(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    goOn: () => listen(port),
  };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(302, { Location: to }).end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

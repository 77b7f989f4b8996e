import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '../config/settings';
import type { LocalSignIn } from '../sign-in/local-sign-in';
import { assertOwnPage, consoleSignIn, signInForDemo } from './console-sign-in';
import { IssuerEndpoints, type IssuerOrigins } from './issuer-origins';

/** The addresses of the pages. Each is answered with the same document, which then shows the right page. */
const PAGES = [
  ...['/', '/sign-in', '/board', '/board/past', '/desk', '/figures', '/figures/list', '/what-if'],
  ...['/cases', '/cases/:id', '/cases/:id/past', '/subjects/:id'],
];

/** Where the issuer sends people back to: also into the hidden frame in which a token is renewed. */
const SIGNED_IN = '/signed-in';

/** Where the build leaves room for the nonce; as in its configuration. */
const NONCE_PLACE = 'REDRESS_NONCE';

const YEAR_MS = 365 * 24 * 3600 * 1000;

export interface ConsoleOptions {
  readonly settings: Pick<Settings, 'oidcIssuer' | 'oidcAudience' | 'oidcClientId' | 'oidcScope'>;
  /** Where Redress signs its own tokens: then the pages may ask for one. */
  readonly local: LocalSignIn | undefined;
  /** Where the built pages lie. Default: dist/console of this package. */
  readonly folder?: string;
}

/**
 * Serves the pages of the console beside the API, and tells them how to sign in. False where they have not been built: then there is
 * nothing but the API. Call it before the app listens.
 */
export async function serveConsole(
  app: NestFastifyApplication,
  { settings, local, folder = join(packageFolder(__dirname), 'dist/console') }: ConsoleOptions,
): Promise<boolean> {
  if (!existsSync(join(folder, 'index.html'))) return false;
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const signedIn = readFileSync(join(folder, 'signed-in.html'), 'utf8');
  const signIn = consoleSignIn(settings, local);
  const issuer = signIn.kind === 'oidc' ? new IssuerEndpoints(signIn.issuer) : undefined;
  const instance = app.getHttpAdapter().getInstance();

  for (const path of [...PAGES, SIGNED_IN]) {
    const document = path === SIGNED_IN ? signedIn : page;
    instance.get(path, async (_request, reply) => {
      const origins = await issuer?.origins();
      const nonce = randomBytes(16).toString('base64');
      return reply
        .headers({
          'Content-Type': 'text/html; charset=utf-8',
          // The document names the files of its version: an old one would ask for what is gone. And its nonce is good once.
          'Cache-Control': 'no-store',
          'Content-Security-Policy': contentSecurityPolicy(origins ?? NO_ISSUER, nonce),
        })
        .send(document.replaceAll(NONCE_PLACE, nonce));
    });
  }
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    preCompressed: true,
    index: false,
    // Their names hold a hash of what is in them.
    maxAge: YEAR_MS,
    immutable: true,
  });
  instance.get('/console/sign-in', () => signIn);
  if (local !== undefined) {
    instance.post('/console/demo-sign-in', (request) => {
      assertOwnPage(request.headers);
      return signInForDemo(local, request.body);
    });
  }
  return true;
}

const NO_ISSUER: IssuerOrigins = { connect: [], frame: [] };

/**
 * The pages load nothing from elsewhere, and talk to nobody but this server and the issuer, who may renew a token in a frame. Figures are
 * drawn by a library that sets style attributes; the one that brings keyboard and touch adds a style element, with the nonce of the
 * document.
 */
function contentSecurityPolicy({ connect, frame }: IssuerOrigins, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    ["frame-src 'self'", ...frame].join(' '),
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The folder with package.json, seen from the sources as from the build. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(resolve(from, '..'));
}

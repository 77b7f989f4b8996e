import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  FINGERPRINT_KEY,
  PRINCIPAL_ROLES,
  TOKEN_VERIFIER,
  TokenRefused,
  type Principal,
  type PrincipalRole,
  type TokenVerifier,
} from '@redress/http';
import {
  configureHttp,
  createFastifyAdapter,
  HEALTH_CHECKS,
  HttpModule,
  type HealthCheck,
  type HttpOptions,
} from '..';
import { EchoController, EchoScript } from './echo.controller';

/** Takes the name of a role for a token: `supervisor`, or `integration+supervisor`; `expired` has expired. */
class RoleNameVerifier implements TokenVerifier {
  expiresAt: number | undefined;

  async verify(bearer: string): Promise<Principal> {
    if (bearer === 'expired') throw new TokenRefused('token-expired', 'The token has expired.');
    const roles = bearer
      .split('+')
      .filter((one): one is PrincipalRole => (PRINCIPAL_ROLES as string[]).includes(one));
    if (roles.length === 0) throw new TokenRefused('token-forged', 'No key of ours.');
    const expiry = this.expiresAt === undefined ? {} : { expiresAt: this.expiresAt };
    return Promise.resolve({ id: `p-${bearer}`, roles, teams: ['t1'], mayBackdate: false, ...expiry });
  }
}

/** The app, and what specs need to steer it. */
export interface RunningEcho {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly script: EchoScript;
  readonly verifier: RoleNameVerifier;
  readonly healthChecks: HealthCheck[];
}

/** Starts an app with routes of every sort on a free port. */
export async function startEcho(
  options: HttpOptions = {},
  imports: NonNullable<Parameters<typeof Module>[0]['imports']> = [],
): Promise<RunningEcho> {
  const verifier = new RoleNameVerifier();
  const script = new EchoScript();
  const healthChecks: HealthCheck[] = [];
  const shared = [
    { provide: TOKEN_VERIFIER, useValue: verifier },
    { provide: FINGERPRINT_KEY, useValue: Buffer.alloc(32, 1) },
    { provide: HEALTH_CHECKS, useValue: healthChecks },
    { provide: EchoScript, useValue: script },
  ];

  @Global()
  @Module({ providers: shared, exports: shared.map(({ provide }) => provide) })
  class SharedModule {}

  @Module({ imports: [SharedModule, HttpModule, ...imports], controllers: [EchoController] })
  class EchoModule {}

  const app = await NestFactory.create<NestFastifyApplication>(EchoModule, createFastifyAdapter(), {
    bodyParser: false,
    logger: false,
    // Else Nest ends the process, and with it every other spec.
    abortOnError: false,
  });
  configureHttp(app, options);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), script, verifier, healthChecks };
}

/** A request as one role, with a JSON body where there is one. */
export function send(
  url: string,
  {
    role,
    body,
    method,
    headers = {},
  }: { role?: string; body?: unknown; method?: string; headers?: Record<string, string> },
): Promise<Response> {
  return fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(role === undefined ? {} : { authorization: `Bearer ${role}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** The problem document of an answer; fails where the answer is none. */
export async function problemOf(answer: Response): Promise<Record<string, unknown>> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const document = (await answer.json()) as Record<string, unknown>;
  expect(document['status']).toBe(answer.status);
  expect(document['type']).toBe(`/problems/${String(document['code'])}`);
  expect(document['correlationId']).toBe(answer.headers.get('x-correlation-id'));
  return document;
}

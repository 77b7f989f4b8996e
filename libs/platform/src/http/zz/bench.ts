import 'reflect-metadata';
import { Body, Controller, Global, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  CommandContext,
  CommandEndpoint,
  FINGERPRINT_KEY,
  IsInstant,
  IsOneOf,
  IsOpaqueId,
  IsText,
  TOKEN_VERIFIER,
  encodeReadToken,
  type CommandOutcome,
} from '@redress/http';
import { configureHttp, createFastifyAdapter, HEALTH_CHECKS, HttpModule } from '..';
import { createLogger, Logger, loggingModule } from '../../logging';
import { LocalSignIn } from '../../sign-in';
import pino from 'pino';

class Dto {
  @IsOpaqueId() customerId!: string;
  @IsOneOf(['complaint', 'fault']) kind!: string;
  @IsOneOf(['p1', 'p2']) priority!: string;
  @IsText(4000) description!: string;
  @IsInstant({ optional: true }) occurredAt?: string;
}
const mode = process.argv[2] ?? 'full';
import { AsyncLocalStorage } from 'node:async_hooks';
if (mode.includes('noals')) (AsyncLocalStorage.prototype as any).run = (_s: unknown, f: () => unknown) => f();
import { ApiValidationPipe, AuthGuard, CommandOutcomeInterceptor } from '@redress/http';
if (mode.includes('nopipe')) (ApiValidationPipe.prototype as any).transform = (v: unknown) => v;
if (mode.includes('noguard'))
  (AuthGuard.prototype as any).canActivate = (c: any) => {
    c.switchToHttp().getRequest().principal = { id: 'a', roles: ['agent'], teams: [] };
    return true;
  };
if (mode.includes('nointer'))
  (CommandOutcomeInterceptor.prototype as any).intercept = (_c: any, n: any) => n.handle();

const logger = createLogger({
  level: mode === 'quiet' ? 'warn' : 'info',
  destination: pino.destination({ dest: '/dev/null', sync: true }),
});
@Controller('x')
class C {
  @Post()
  @CommandEndpoint({ summary: 'x', roles: ['agent'], creates: true })
  async post(@Body() b: Dto, @CommandContext() c: CommandContext): Promise<CommandOutcome> {
    await Promise.resolve();
    return {
      id: c.commandId,
      revision: 0,
      readToken: encodeReadToken({ partition: 1, position: '000000123' }),
      changed: true,
    };
  }
}
@Controller('x')
class Bare {
  @Post() async post(@Body() b: object) {
    await Promise.resolve();
    return { id: 'x' };
  }
}
const local = new LocalSignIn(Buffer.alloc(32, 3));
const shared = [
  { provide: TOKEN_VERIFIER, useValue: local.verifier },
  { provide: FINGERPRINT_KEY, useValue: Buffer.alloc(32) },
  { provide: HEALTH_CHECKS, useValue: [] },
];
@Controller('x')
class NoCtx {
  @Post()
  @CommandEndpoint({ summary: 'x', roles: ['agent'], creates: true })
  async post(@Body() b: Dto): Promise<CommandOutcome> {
    await Promise.resolve();
    return { id: 'c', revision: 0, readToken: 'x', changed: true };
  }
}
@Global()
@Module({ providers: shared, exports: shared.map((s) => s.provide) })
class S {}
@Module({
  imports: mode === 'bare' ? [] : [S, HttpModule, loggingModule(logger)],
  controllers: [mode === 'bare' ? Bare : mode.includes('noctx') ? NoCtx : C],
})
class M {}
void (async () => {
  const app = await NestFactory.create<NestFastifyApplication>(
    M,
    mode === 'bare' ? new FastifyAdapter() : createFastifyAdapter(),
    { bodyParser: mode === 'bare', logger: false },
  );
  if (mode !== 'bare') {
    configureHttp(app, mode.startsWith('nolog') ? {} : { logger });
    app.useLogger(app.get(Logger));
  }
  await app.listen(0, '127.0.0.1');
  const token = await local.issue({ id: 'a1', roles: ['agent'], teams: [], mayBackdate: false }, 600);
  const url = (await app.getUrl()) + (mode === 'bare' ? '/x' : '/v1/x');
  const body = JSON.stringify({
    customerId: 'c-1',
    kind: 'complaint',
    priority: 'p1',
    description: 'The parcel is late. '.repeat(5),
  });
  const f = app.getHttpAdapter().getInstance();
  const once = () =>
    f.inject({
      method: 'POST',
      url: new URL(url).pathname,
      payload: body,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': 'abc',
      },
    });
  const first = await once();
  if (first.statusCode >= 300) console.log(first.body);
  let best = 1e9;
  for (let round = 0; round < 25; round++) {
    const t = process.hrtime.bigint();
    for (let i = 0; i < 400; i += 20) await Promise.all(Array.from({ length: 20 }, once));
    best = Math.min(best, Number(process.hrtime.bigint() - t) / 4e5);
  }
  console.log(mode, 'inject µs/request', best.toFixed(0));
  process.exit(0);
})();

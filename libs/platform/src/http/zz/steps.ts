import 'reflect-metadata';
import { Body, Controller, Global, Module, Post, HttpCode } from '@nestjs/common';
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
  Public,
  Roles,
} from '@redress/http';
import { configureHttp, createFastifyAdapter, HEALTH_CHECKS, HttpModule } from '..';
import { createLogger, loggingModule } from '../../logging';
import { LocalSignIn } from '../../sign-in';
import pino from 'pino';
class Dto {
  @IsOpaqueId() customerId!: string;
  @IsOneOf(['complaint', 'fault']) kind!: string;
  @IsOneOf(['p1', 'p2']) priority!: string;
  @IsText(4000) description!: string;
  @IsInstant({ optional: true }) occurredAt?: string;
}
const logger = createLogger({
  level: 'info',
  destination: pino.destination({ dest: '/dev/null', sync: true }),
});
const out = (): CommandOutcome => ({
  id: 'c',
  revision: 0,
  readToken: encodeReadToken({ partition: 1, position: '000000123' }),
  changed: true,
});
@Controller('b')
class Bare {
  @Post() async post(@Body() b: object) {
    await Promise.resolve();
    return out();
  }
}
@Controller()
class C {
  @Post('public') @Public() @HttpCode(200) async a(@Body() b: object) {
    await Promise.resolve();
    return out();
  }
  @Post('guard') @Roles('agent') async b(@Body() b: object) {
    await Promise.resolve();
    return out();
  }
  @Post('dto') @Roles('agent') async c(@Body() b: Dto) {
    await Promise.resolve();
    return out();
  }
  @Post('ctx') @Roles('agent') async d(@Body() b: Dto, @CommandContext() c: CommandContext) {
    await Promise.resolve();
    return out();
  }
  @Post('all') @CommandEndpoint({ summary: 'x', roles: ['agent'], creates: true }) async e(
    @Body() b: Dto,
    @CommandContext() c: CommandContext,
  ) {
    await Promise.resolve();
    return out();
  }
}
const local = new LocalSignIn(Buffer.alloc(32, 3));
const shared = [
  { provide: TOKEN_VERIFIER, useValue: local.verifier },
  { provide: FINGERPRINT_KEY, useValue: Buffer.alloc(32) },
  { provide: HEALTH_CHECKS, useValue: [] },
];
@Global()
@Module({ providers: shared, exports: shared.map((s) => s.provide) })
class S {}
@Module({ imports: [S, HttpModule, loggingModule(logger)], controllers: [C] })
class M {}
@Module({ controllers: [Bare] })
class MB {}
void (async () => {
  const bare = await NestFactory.create<NestFastifyApplication>(MB, new FastifyAdapter(), { logger: false });
  const app = await NestFactory.create<NestFastifyApplication>(M, createFastifyAdapter(), {
    bodyParser: false,
    logger: false,
  });
  const quiet = await NestFactory.create<NestFastifyApplication>(M, createFastifyAdapter(), {
    bodyParser: false,
    logger: false,
  });
  configureHttp(app, { logger });
  configureHttp(quiet, {});
  for (const a of [bare, app, quiet]) {
    await a.init();
    await a.getHttpAdapter().getInstance().ready();
  }
  const token = await local.issue({ id: 'a1', roles: ['agent'], teams: [], mayBackdate: false }, 600);
  const body = JSON.stringify({
    customerId: 'c-1',
    kind: 'complaint',
    priority: 'p1',
    description: 'The parcel is late. '.repeat(5),
  });
  const targets: [string, NestFastifyApplication, string][] = [
    ['bare nest', bare, '/b'],
    ...['public', 'guard', 'dto', 'ctx', 'all'].map((p): [string, NestFastifyApplication, string] => [
      p + ' nolog',
      quiet,
      '/v1/' + p,
    ]),
    ['all log', app, '/v1/all'],
  ];
  const best = new Map<string, number>();
  for (let round = 0; round < 30; round++)
    for (const [name, a, url] of targets) {
      const f = a.getHttpAdapter().getInstance();
      const once = () =>
        f.inject({
          method: 'POST',
          url,
          payload: body,
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            'idempotency-key': 'abc',
          },
        });
      const r = await once();
      if (r.statusCode >= 300) throw new Error(r.body);
      const b = process.cpuUsage();
      for (let i = 0; i < 300; i += 20) await Promise.all(Array.from({ length: 20 }, once));
      const u = process.cpuUsage(b);
      best.set(name, Math.min(best.get(name) ?? 1e9, (u.user + u.system) / 300));
    }
  for (const [n, v] of best) console.log(n.padEnd(14), v.toFixed(0), 'µs');
  process.exit(0);
})();

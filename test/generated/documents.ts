import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SystemClock } from '@redress/kernel';
import { apiDocument, createFastifyAdapter, createLogger } from '@redress/platform';
import { VersioningType } from '@nestjs/common';
import { RedressModule, type RedressParts } from '../../apps/all-in-one/src/redress.module';

/** Nothing runs while documents are written: an engine that is touched is a mistake. */
const untouched = new Proxy(
  {},
  { get: (_, name) => (name === 'then' ? undefined : untouched) },
) as RedressParts['engines'];

/** Everything that is generated from the code: path from the root of the repository → text. */
export async function generatedDocuments(): Promise<ReadonlyMap<string, string>> {
  const app = await NestFactory.create<NestFastifyApplication>(
    RedressModule.on({
      engines: untouched,
      clock: new SystemClock(),
      verifier: { verify: () => Promise.reject(new Error('nobody signs in here')) },
      logger: createLogger({ level: 'silent' }),
      inForce: { policy: 'any', contactPolicy: 'any', authority: 'any' },
    }),
    createFastifyAdapter(),
    { bodyParser: false, logger: false, preview: true, abortOnError: false },
  );
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  return new Map([['docs/openapi.json', `${JSON.stringify(apiDocument(app), null, 2)}\n`]]);
}

import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SystemClock } from '@redress/kernel';
import { apiDocument, createFastifyAdapter, createLogger } from '@redress/platform';
import { VersioningType } from '@nestjs/common';
import { openNotificationBook } from '@redress/wiring';
import { ApiModule, type ApiParts } from '../../apps/api/src/api.module';
import { ContractBroken } from './events/event-contract';
import { eventDocuments } from './events/documents';
import type { ApiSchemas } from './events/intake-schemas';
import { EVENTS_FOLDER, versionOfFile } from './events/schema';
import { TypesRefused } from './events/type-definitions';
import { policySchemas } from './policy-schemas';

const ROOT = resolve(__dirname, '../..');

/** Nothing runs while documents are written: an engine that is touched is a mistake. */
const untouched = new Proxy(
  {},
  { get: (_, name) => (name === 'then' ? undefined : untouched) },
) as ApiParts['engines'];

/** Everything that is generated from the code. Paths are from the root of the repository. */
export interface Generated {
  /** Path → text. */
  readonly documents: ReadonlyMap<string, string>;
  /** Paths of what was generated once, and is of nothing that was released: a draft that was given up. */
  readonly leftOver: readonly string[];
  /** Why the events were not, or not wholly, held against those that were released. */
  readonly gap?: string;
}

/** Throws ContractBroken and TypesRefused: see `refuse`. */
export async function generated(): Promise<Generated> {
  const api = await apiText();
  const events = eventDocuments(ROOT, JSON.parse(api) as ApiSchemas);
  const present = (await readdir(resolve(ROOT, EVENTS_FOLDER)).catch(() => []))
    .filter((name) => versionOfFile(name) !== undefined)
    .map((name) => `${EVENTS_FOLDER}/${name}`);
  return {
    ...events,
    documents: new Map([['docs/openapi.json', api], ...events.documents, ...policySchemas(ROOT)]),
    leftOver: present.filter((path) => !events.documents.has(path)),
  };
}

/** Tells on stderr why nothing can be generated from this code, and fails the process. Throws what is no such refusal. */
export function refuse(error: unknown): void {
  if (!(error instanceof ContractBroken || error instanceof TypesRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function apiText(): Promise<string> {
  const logger = createLogger({ level: 'silent' });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.on({
      engines: untouched,
      clock: new SystemClock(),
      verifier: { verify: () => Promise.reject(new Error('nobody signs in here')) },
      logger,
      healthChecks: { useFactory: () => [] },
      inForce: { policy: 'any', contactPolicy: 'any', authority: 'any' },
      notificationBook: openNotificationBook({ settings: { notifications: 'nobody' }, logger }),
    }),
    createFastifyAdapter(),
    { bodyParser: false, logger: false, preview: true, abortOnError: false },
  );
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  return `${JSON.stringify(apiDocument(app), null, 2)}\n`;
}

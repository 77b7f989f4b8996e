import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Upcaster } from '@redress/event-store';
import type { RecordedEvent } from '@redress/kernel';
import { PROJECTIONS } from '@redress/wiring';
import { openDesks } from '../../../apps/demo/src/open-desks';
import { tellWeek } from '../../../apps/demo/src/tell-week';
import { statesOfRows } from '../../../libs/read-model/src/state-topics/testing/fold-states';
import { runRedress } from '../../support/running-redress';
import { EVENTS_FOLDER, isEvent, schemaFile, versionIn, versionOfFile, type Schema } from './schema';
import { errorsIn, validatorOf } from './schema-validator';

const ROOT = resolve(__dirname, '../../..');
const LIBS = join(ROOT, 'libs');

type Stored = Pick<RecordedEvent, 'type' | 'version' | 'data'>;

const documents = readdirSync(join(ROOT, EVENTS_FOLDER)).flatMap((name) => versionOfFile(name) ?? []);
const published = documents.filter(isEvent);
const validators = new Map(
  documents.map((event) => {
    const file = schemaFile(event);
    const schema = JSON.parse(readFileSync(join(ROOT, EVENTS_FOLDER, file), 'utf8')) as Schema;
    return [file, validatorOf(schema)];
  }),
);

/** What is wrong with events or states, each thing once. */
const wrong = (events: readonly Stored[]): readonly string[] => [
  ...new Set(
    events.flatMap((event) => {
      const file = schemaFile(event);
      const validate = validators.get(file);
      if (validate === undefined) return [`there is no ${file}`];
      return errorsIn(event.data, validate).map((error) => `${file}: ${error}`);
    }),
  ),
];

const files = readdirSync(LIBS, { recursive: true, encoding: 'utf8' });

/** The frozen samples of all features: events as they were stored, alone or in lists with names. */
const samples = files
  .filter((file) => /-samples?\.json$/.test(file))
  .flatMap((file) => eventsIn(JSON.parse(readFileSync(join(LIBS, file), 'utf8'))));

function eventsIn(json: unknown): readonly Stored[] {
  if (typeof json !== 'object' || json === null) return [];
  if ('type' in json && 'version' in json && 'data' in json) return [json as Stored];
  return Object.values(json).flatMap(eventsIn);
}

describe('the published schemas', () => {
  it('are those of the frozen samples', () => {
    expect(samples.length).toBeGreaterThan(100);
    expect(wrong(samples)).toEqual([]);
  });

  it('find fault with an event that is not as it must be', () => {
    const [sample] = samples.filter(({ type }) => type === 'ComplaintRegistered');
    if (sample === undefined) throw new Error('no sample');
    const faulty = {
      ...sample,
      data: { ...sample.data, category: 'My cat Tom, 12 High Street', priority: '1' },
    };
    expect(wrong([faulty, { ...sample, version: 99 }])).toEqual([
      expect.stringMatching(/ComplaintRegistered\.v1.*\/category must match pattern/),
      expect.stringMatching(/ComplaintRegistered\.v1.*\/priority must be number/),
      'there is no ComplaintRegistered.v99.schema.json',
    ]);
  });

  it('have a frozen sample each: also of an old version, for ever', () => {
    const frozen = new Set(samples.map(schemaFile));
    expect(published.map(schemaFile).filter((file) => !frozen.has(file))).toEqual([]);
  });

  it('of older versions have an upcaster each', async () => {
    const modules = await Promise.all(
      files
        .filter((file) => file.endsWith('/upcasters.ts'))
        .map(async (file) => (await import(join(LIBS, file))) as Record<string, unknown>),
    );
    const upcasters = modules.flatMap((module) => Object.values(module)).flat() as Upcaster[];
    const older = published.filter(({ type, version }) =>
      published.some((other) => other.type === type && other.version > version),
    );
    const lacking = older.filter(
      ({ type, version }) => !upcasters.some((one) => one.type === type && one.fromVersion === version),
    );
    expect(lacking.map(schemaFile)).toEqual([]);
  });

  it('are those of all that a week of a call centre stores, and of the states that it leaves', async () => {
    const running = await runRedress();
    try {
      const { redress } = running;
      const desks = await openDesks(redress.url, (principal) => redress.issueToken(principal));
      await tellWeek({ desk: desks.desk, seed: 3, cases: 150, until: Date.parse('2026-03-08T18:00:00Z') });
      await desks.close();
      await redress.caughtUp();
      const stored = await redress.engines.store.readAll({ limit: 100_000 });
      expect(wrong(stored)).toEqual([]);
      expect(new Set(stored.map(({ type }) => type)).size).toBeGreaterThan(50);
      const states = await statesOfRows(redress.engines.pool(1), ...PROJECTIONS);
      expect(Object.keys(states)).toHaveLength(4);
      const values = Object.entries(states).flatMap(([address, keys]) =>
        Object.values(keys).map((value) => ({ ...versionIn(address), data: value }) as Stored),
      );
      expect(values.length).toBeGreaterThan(500);
      expect(wrong(values)).toEqual([]);
    } finally {
      await running.stop();
    }
  }, 120_000);
});

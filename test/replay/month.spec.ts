import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dumpRows } from '@redress/read-model';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { PROJECTIONS } from '../../apps/all-in-one/src/projections';
import { describeWithData } from '../support/real-data';
import { replayServicenow, type ReplayResult } from './replay-servicenow';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** With a calendar in every read model there is more to be told again; once is enough. */
const REBUILT_UNDER = 'office-hours';

interface Expected {
  readonly minutes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly sla: Readonly<Record<string, unknown>>;
  readonly slaByPriority: Readonly<Record<string, unknown>>;
  readonly [figure: string]: unknown;
}

describeWithData('a real month of a service desk', 'servicenow/incidents-2016-03.csv.gz', (file) => {
  describe.each(['round-the-clock', 'office-hours'])('%s', (policy) => {
    const folder = dirname(file);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
    let database: TestDatabase;
    let result: ReplayResult;
    const live = new Map<string, unknown>();
    const rebuilt = new Map<string, unknown>();

    beforeAll(async () => {
      database = await createTestDatabase();
      result = await replayServicenow(
        { file, policy, stepMs: 6 * HOUR_MS, asOf: AS_OF, databaseUrl: database.url },
        async ({ engines }) => {
          if (policy !== REBUILT_UNDER) return;
          for (const projection of PROJECTIONS) {
            live.set(projection.name, await dumpRows(database.pool, projection));
            await engines.projections.rebuild(projection.name);
            rebuilt.set(projection.name, await dumpRows(database.pool, projection));
          }
        },
      );
    }, 900_000);

    afterAll(() => database.drop());

    it('gives every count', () => {
      const { minutes: _, sla, slaByPriority, ...counts } = expected;
      expect(result.report).toMatchObject(counts);
      expect(result.report['sla']).toEqual({ [policy]: sla[policy] });
      expect(result.report['slaByPriority']).toEqual({ [policy]: slaByPriority[policy] });
    });

    it('gives every quantile, and the means to a hundredth of a percent', () => {
      const minutes = result.report['minutes'] as Expected['minutes'];
      for (const [clock, statistics] of Object.entries(expected.minutes)) {
        for (const [name, value] of Object.entries(statistics)) {
          const tolerance = name === 'mean' ? value / 10_000 : 0.005;
          expect([clock, name, Math.abs((minutes[clock]?.[name] ?? NaN) - value) <= tolerance]).toEqual([
            clock,
            name,
            true,
          ]);
        }
      }
    });

    it('gives every verdict and due instant', () => {
      const all = gunzipSync(readFileSync(join(folder, 'verdicts.csv.gz')))
        .toString()
        .trim()
        .split('\n');
      const lines = all.filter((line) => line.startsWith('policy,') || line.startsWith(`${policy},`));
      expect(result.verdicts.trim().split('\n').sort()).toEqual(lines.sort());
    });

    if (policy !== REBUILT_UNDER) return;
    it('has the same rows in every read model after a rebuild from the log', () => {
      for (const { name } of PROJECTIONS) expect([name, rebuilt.get(name)]).toEqual([name, live.get(name)]);
    });
  });
});

import { dumpRows } from '@redress/read-model';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import { describeWithData } from '../support/real-data';
import { equalsTheRecord } from './equals-the-record';
import { startEmbedded } from './instance';
import { replayServicenow, type ReplayResult } from './replay-servicenow';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** With a calendar in every read model there is more to be told again; once is enough. */
const REBUILT_UNDER = 'office-hours';

describeWithData('a real month of a service desk', 'servicenow/incidents-2016-03.csv.gz', (file) => {
  describe.each(['round-the-clock', 'office-hours'])('%s', (policy) => {
    let database: TestDatabase;
    let result: ReplayResult;
    const live = new Map<string, unknown>();
    const rebuilt = new Map<string, unknown>();

    beforeAll(async () => {
      database = await createTestDatabase();
      result = await replayServicenow(
        { file, policy, stepMs: 6 * HOUR_MS, asOf: AS_OF },
        (name, from) => startEmbedded(name, from, database.url),
        async ({ redress: { projections } }) => {
          if (policy !== REBUILT_UNDER) return;
          for (const projection of PROJECTIONS) {
            live.set(projection.name, await dumpRows(database.pool, projection));
            await projections.rebuild(projection.name);
            rebuilt.set(projection.name, await dumpRows(database.pool, projection));
          }
        },
      );
    }, 900_000);

    afterAll(() => database.drop());

    equalsTheRecord(file, policy, () => result);

    if (policy !== REBUILT_UNDER) return;
    it('has the same rows in every read model after a rebuild from the log', () => {
      for (const { name } of PROJECTIONS) expect([name, rebuilt.get(name)]).toEqual([name, live.get(name)]);
    });
  });
});

import { dumpRows } from '@redress/read-model';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import { describeWithData } from '../support/real-data';
import { equalsTheRecord, expectedFigures, recordedVerdicts } from './equals-the-record';
import { startEmbedded } from './instance';
import { replayServicenow, type ReplayResult } from './replay-servicenow';
import { whatIfVerdicts, type WhatIfVerdicts } from './what-if-verdicts';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** With a calendar in every read model there is more to be told again. */
const POLICY = 'office-hours';
/** What it would have been under this one is on record as well. */
const OTHER = 'round-the-clock';

describeWithData('a real month of a service desk', 'servicenow/incidents-2016-03.csv.gz', (file) => {
  let database: TestDatabase;
  let result: ReplayResult;
  let asItWas: WhatIfVerdicts;
  let otherwise: WhatIfVerdicts;
  const live = new Map<string, unknown>();
  const rebuilt = new Map<string, unknown>();

  beforeAll(async () => {
    database = await createTestDatabase();
    result = await replayServicenow(
      { file, policy: POLICY, stepMs: 6 * HOUR_MS, asOf: AS_OF },
      (name, from) => startEmbedded(name, from, database.url),
      async ({ redress }) => {
        asItWas = await whatIfVerdicts(redress, AS_OF);
        otherwise = await whatIfVerdicts(redress, AS_OF, OTHER);
        for (const projection of PROJECTIONS) {
          live.set(projection.name, await dumpRows(database.pool, projection));
          await redress.projections.rebuild(projection.name);
          rebuilt.set(projection.name, await dumpRows(database.pool, projection));
        }
      },
    );
  }, 900_000);

  afterAll(() => database.drop());

  equalsTheRecord(file, POLICY, () => result);

  it('has the same rows in every read model after a rebuild from the log', () => {
    for (const { name } of PROJECTIONS) expect([name, rebuilt.get(name)]).toEqual([name, live.get(name)]);
  });

  it('has the verdicts on record, told once more under the policy in force', () => {
    expect(asItWas.differences).toEqual([]);
    expect(asItWas.answer.flips).toEqual({ total: 0, items: [] });
    expect(asItWas.lines.toSorted()).toEqual(recordedVerdicts(file, POLICY).toSorted());
  });

  it('would have had every verdict and due instant that is on record for another policy', () => {
    expect(otherwise.lines.toSorted()).toEqual(recordedVerdicts(file, OTHER).toSorted());
    expect(otherwise.byPriority).toEqual(expectedFigures(file).slaByPriority[OTHER]);
  });
});

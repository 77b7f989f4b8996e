import { CommandBus } from '@nestjs/cqrs';
import { newId, SYSTEM_ACTOR, type EpochMs } from '@redress/kernel';
import { policyFile, PublishPolicy, readPolicyFile } from '@redress/policies';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { describeWithData } from '../support/real-data';
import { recordedVerdicts } from './equals-the-record';
import { startEmbedded, type Embedded } from './instance';
import { replayServicenow, type ReplayResult } from './replay-servicenow';
import { whatIfVerdicts, type WhatIfVerdicts } from './what-if-verdicts';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const HOUR_MS = 3_600_000;
const FIRST = 'office-hours';
const SECOND = 'round-the-clock';
/** So many cases, half of them registered before the second version holds. */
const CASES = 200;
const MIDDLE = Date.parse('2016-03-01T10:00:00Z');

/** Starts under the first policy; its second version, in force from the middle on, has the rules of the other. */
async function startWithBoth(policy: string, from: EpochMs, databaseUrl: string): Promise<Embedded> {
  const instance = await startEmbedded(policy, from, databaseUrl);
  const { rules } = readPolicyFile(policyFile(SECOND)).draft();
  const commandId = newId();
  const origin = { commandId, correlationId: commandId, causationId: commandId, actor: SYSTEM_ACTOR };
  const document = { name: FIRST, effectiveFrom: MIDDLE, rules };
  await instance.redress.app.get(CommandBus).execute(new PublishPolicy(document, origin));
  return instance;
}

describeWithData('a version that comes in the middle', 'servicenow/incidents-2016-03.csv.gz', (file) => {
  let database: TestDatabase;
  let result: ReplayResult;
  let asItWas: WhatIfVerdicts;
  const throughout: WhatIfVerdicts[] = [];
  /** Case → whether it was registered after the middle. */
  const isLater = new Map<string, boolean>();

  beforeAll(async () => {
    database = await createTestDatabase();
    result = await replayServicenow(
      { file, policy: FIRST, stepMs: 24 * HOUR_MS, asOf: AS_OF, cases: CASES },
      (policy, from) => startWithBoth(policy, from, database.url),
      async ({ redress }) => {
        asItWas = await whatIfVerdicts(redress, AS_OF, undefined, ({ reference, begunAt }) => {
          isLater.set(reference ?? '', begunAt >= MIDDLE);
        });
        for (const version of [1, 2]) throughout.push(await whatIfVerdicts(redress, AS_OF, version));
      },
    );
  }, 300_000);

  afterAll(() => database.drop());

  /** What is on record for the cases of the replay, by the policy that a case is judged by, without its name. */
  const onRecord = (judgedBy: (isLater: boolean) => string) =>
    [FIRST, SECOND]
      .flatMap((policy) => recordedVerdicts(file, policy).map((line) => [policy, ...line.split(',')]))
      .filter(([policy, , , reference = '']) => {
        const later = isLater.get(reference);
        return later !== undefined && judgedBy(later) === policy;
      })
      .map(([, , ...rest]) => rest.join(','))
      .sort();
  const unnamed = (lines: readonly string[]) => lines.map((line) => line.slice(line.indexOf(',') + 1)).sort();

  it('judges the cases registered from then on, and nothing else', () => {
    expect([...isLater.values()].filter(Boolean).length).toBeGreaterThan(CASES / 4);
    expect([...isLater.values()].filter((later) => !later).length).toBeGreaterThan(CASES / 4);
    const both = onRecord((later) => (later ? SECOND : FIRST));
    expect(unnamed(result.verdicts.trim().split('\n').slice(1))).toEqual(both);
    expect(unnamed(asItWas.lines)).toEqual(both);
    expect(asItWas.differences).toEqual([]);
  });

  it('could have held from the start, or not at all', () => {
    const [first, second] = throughout;
    expect(unnamed(first?.lines ?? [])).toEqual(onRecord(() => FIRST));
    expect(unnamed(second?.lines ?? [])).toEqual(onRecord(() => SECOND));
  });
});

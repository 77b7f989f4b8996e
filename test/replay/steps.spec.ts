import { dumpRows, type Projection } from '@redress/read-model';
import { createTestDatabase } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import { describeWithData } from '../support/real-data';
import { startEmbedded } from './instance';
import { replayServicenow } from './replay-servicenow';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const MINUTE_MS = 60_000;
const CASES = 150;

interface Outcome {
  readonly verdicts: string;
  readonly marks: readonly string[];
}

describeWithData('the size of the steps', 'servicenow/incidents-2016-03.csv.gz', (file) => {
  async function liveInSteps(stepMs: number): Promise<Outcome> {
    const database = await createTestDatabase();
    const marks: string[] = [];
    try {
      const { verdicts } = await replayServicenow(
        { file, policy: 'round-the-clock', stepMs, asOf: AS_OF, cases: CASES },
        (policy, from) => startEmbedded(policy, from, database.url),
        async ({ redress: { engines } }) => {
          for (let after: string | undefined; ;) {
            const events = await engines.store.readAll({
              limit: 1_000,
              ...(after === undefined ? {} : { after }),
            });
            const references = await referencesOf(PROJECTIONS);
            for (const { type, stream, data } of events) {
              if (type !== 'ClockMarkReached' && type !== 'ClockBreached') continue;
              const { detectedAt: _, ...fact } = data as Record<string, unknown>;
              marks.push(
                `${references.get(stream.slice('complaint-'.length)) ?? '?'} ${type} ${JSON.stringify(fact)}`,
              );
            }
            after = events.at(-1)?.position;
            if (events.length < 1_000) return;
          }
        },
      );
      return { verdicts, marks: marks.sort() };
    } finally {
      await database.drop();
    }

    /** Case id → its number in the file. */
    async function referencesOf(projections: readonly Projection[]): Promise<ReadonlyMap<string, string>> {
      const figures = projections.find(({ name }) => name === 'metrics');
      if (figures === undefined) throw new Error('no figures');
      const { figure_cases: rows = [] } = await dumpRows(database.pool, figures);
      return new Map(rows.map((row) => [String(row['partition_key']), String(row['reference'])]));
    }
  }

  it('changes no verdict and no mark: ten minutes, an hour, a day', async () => {
    const [tenMinutes, hour, day] = [
      await liveInSteps(10 * MINUTE_MS),
      await liveInSteps(60 * MINUTE_MS),
      await liveInSteps(1_440 * MINUTE_MS),
    ];
    expect(tenMinutes.marks.length).toBeGreaterThan(CASES);
    expect(hour).toEqual(tenMinutes);
    expect(day).toEqual(tenMinutes);
  }, 900_000);
});

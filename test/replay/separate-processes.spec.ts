import { beside, type AllRows } from '../support/clean-rebuild';
import { describeWithKafka } from '../services/with-kafka';
import { describeWithData } from '../support/real-data';
import { equalsTheRecord } from './equals-the-record';
import { startSeparate } from './instance';
import { replayServicenow, type ReplayResult } from './replay-servicenow';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const DAY_MS = 86_400_000;
const POLICY = 'office-hours';

describeWithKafka('in separate processes, over Kafka', (brokers) => {
  describeWithData('a real month of a service desk', 'servicenow/incidents-2016-03.csv.gz', (file) => {
    let result: ReplayResult;
    let rows: { readonly live: AllRows; readonly rebuilt: AllRows };

    beforeAll(async () => {
      result = await replayServicenow(
        { file, policy: POLICY, stepMs: DAY_MS, asOf: AS_OF },
        (policy, from) => startSeparate(policy, from, brokers),
        async ({ fleet: { database, partitions } }) => {
          rows = await beside({ databaseUrl: database.url, pool: database.pool, partitions });
        },
      );
    }, 1_200_000);

    equalsTheRecord(file, POLICY, () => result);

    it('has the rows of a clean rebuild in every read model', () => {
      for (const [name, live] of Object.entries(rows.live))
        expect([name, live]).toEqual([name, rows.rebuilt[name]]);
    });
  });
});

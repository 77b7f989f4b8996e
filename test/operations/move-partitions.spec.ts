import { readSettings, repartition } from '@redress/platform';
import { makeTopics } from '@redress/wiring';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { Fleet } from '../support/fleet';
import { Operator } from './operator';

const PARTITIONS = 7;

describeWithKafka('moving to another number of partitions', (brokers) => {
  let operator: Operator;
  const earlier: string[] = [];

  beforeAll(async () => {
    operator = new Operator(await Fleet.begin(brokers));
    await operator.startAll();
    earlier.push(...(await operator.resolved(15)));
  }, 180_000);
  afterAll(() => operator.fleet.end());

  const settings = () => readSettings({ ...operator.environment });
  const move = () => repartition({ ...settings(), feedPartitions: PARTITIONS });
  const generations = async (): Promise<readonly unknown[]> => {
    const { rows } = await operator.fleet.database.pool.query<{ generation: number }>(
      'SELECT generation FROM read_model.generations ORDER BY generation',
    );
    return rows;
  };

  it('is refused while a process runs, and where something was not handled', async () => {
    await expect(move()).rejects.toThrow('still connected');
    await operator.stop('automation', 'projector');
    earlier.push(...(await operator.resolved(5)));
    await operator.stopAll();
    await expect(move()).rejects.toThrow(/not handled all events: .*queues.*follow-up-when-resolved/);
    const { rows } = await operator.fleet.database.pool.query(
      'SELECT DISTINCT partitions FROM automation.automations',
    );
    expect(rows).toEqual([{ partitions: operator.fleet.partitions }]);
  }, 120_000);

  it('goes on where everything stood: nothing is built anew, left out or done twice', async () => {
    await operator.start('relay', 'projector', 'automation');
    await operator.ready('relay', 'projector', 'automation');
    await operator.drained();
    await operator.stopAll();
    const before = await generations();
    await move();

    operator.settings = {
      KAFKA_TOPIC_PREFIX: `${operator.fleet.topicPrefix}moved.`,
      FEED_PARTITIONS: String(PARTITIONS),
    };
    await makeTopics(settings());
    await operator.startAll();
    expect(await generations()).toEqual(before);
    const later = await operator.resolved(10);
    await operator.followedUpOnce([...earlier, ...later]);
    const { url: databaseUrl, pool } = operator.fleet.database;
    const { live, rebuilt } = await beside({ databaseUrl, pool, partitions: PARTITIONS });
    expect(live).toEqual(rebuilt);
  }, 240_000);
});

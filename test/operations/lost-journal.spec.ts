import { readSettings } from '@redress/platform';
import { makeTopics } from '@redress/wiring';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { eventually, Fleet } from '../support/fleet';
import { Operator } from './operator';

describeWithKafka('a journal that was lost', (brokers) => {
  let operator: Operator;

  beforeAll(async () => {
    operator = new Operator(await Fleet.begin(brokers));
    await operator.startAll();
  }, 120_000);
  afterAll(() => operator.fleet.end());

  it('is filled again from the store, once somebody says so; readers go on where they were', async () => {
    const { fleet } = operator;
    const journal = `${fleet.topicPrefix}events.v1`;
    const earlier = await operator.resolved(10);
    await operator.followedUpOnce(earlier);
    await new KafkaAdmin(brokers).deleteTopic(journal);
    expect(await makeTopics(readSettings({ ...operator.environment }))).toContain(
      `created ${journal}: ${String(fleet.partitions)} partitions`,
    );
    // Commands are still taken.
    const meanwhile = await operator.resolved(5);
    await eventually(async () => {
      expect((await operator.process('relay').health()).reasons).toContain('was deleted and made anew');
    });

    await fleet.database.pool.query('DELETE FROM event_feed.relays WHERE topic = $1', [journal]);
    await operator.stop('projector', 'automation', 'timekeeper');
    await operator.start('projector', 'automation', 'timekeeper');
    await operator.ready('relay', 'projector', 'automation', 'timekeeper', 'api');
    const later = await operator.resolved(5);
    await operator.followedUpOnce([...earlier, ...meanwhile, ...later]);
    const { url: databaseUrl, pool } = fleet.database;
    const { live, rebuilt } = await beside({ databaseUrl, pool, partitions: fleet.partitions });
    expect(live).toEqual(rebuilt);
  }, 240_000);
});

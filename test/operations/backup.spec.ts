import { join } from 'node:path';
import { SystemClock } from '@redress/kernel';
import { PostgresPersonalData } from '@redress/personal-data/postgres';
import { readSettings } from '@redress/platform';
import { testServerUrl } from '@redress/testing';
import { makeTopics } from '@redress/wiring';
import { Client } from 'pg';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { Fleet } from '../support/fleet';
import { Operator } from './operator';

describeWithKafka('a backup of the database that is restored', (brokers) => {
  let operator: Operator;
  let name: string;
  let backup: string;

  beforeAll(async () => {
    operator = new Operator(await Fleet.begin(brokers));
    name = new URL(operator.fleet.database.url).pathname.slice(1);
    backup = `${name}_backup`;
    await operator.startAll();
  }, 120_000);
  afterAll(async () => {
    await onServer(`DROP DATABASE IF EXISTS ${backup} WITH (FORCE)`);
    await operator.fleet.end();
  });

  /** A copy of a whole database at one instant, file by file. */
  async function copy(from: string, to: string): Promise<void> {
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${from}'`);
    await onServer(`CREATE DATABASE ${to} TEMPLATE ${from}`);
  }

  it('needs a journal of its own; erasures are done again, and what was recorded after it is gone', async () => {
    const { fleet } = operator;
    const kept = await operator.resolved(5);
    await operator.followedUpOnce(kept);
    await operator.stopAll();
    await copy(name, backup);

    await operator.start('relay', 'projector', 'automation', 'api');
    await operator.ready('projector', 'api');
    const lost = await operator.resolved(5);
    await operator.followedUpOnce(lost);
    const erased = await customerOf(kept[0]);
    await (await personalData()).erase(erased);
    await operator.stopAll();
    await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    await copy(backup, name);

    const older = /the store is older than the topic.*Publish to a topic of another name/;
    for (const app of ['relay', 'projector', 'automation', 'api'] as const)
      await expect(operator.start(app)).rejects.toThrow(older);

    operator.settings = { KAFKA_TOPIC_PREFIX: `${fleet.topicPrefix}restored.` };
    await makeTopics(readSettings({ ...operator.environment }));
    await operator.startAll();
    const later = await operator.resolved(5);
    await operator.followedUpOnce([...kept, ...later]);
    const keys = new Set((await operator.events()).map(({ partitionKey }) => partitionKey));
    expect(lost.filter((id) => keys.has(id))).toEqual([]);
    expect(await (await personalData()).customer(erased)).toBeUndefined();
    const { url: databaseUrl, pool } = fleet.database;
    const { live, rebuilt } = await beside({ databaseUrl, pool, partitions: fleet.partitions });
    expect(live).toEqual(rebuilt);
  }, 300_000);

  async function customerOf(complaintId: string | undefined): Promise<string> {
    const registered = (await operator.events()).find(
      ({ type, partitionKey }) => type === 'ComplaintRegistered' && partitionKey === complaintId,
    );
    return (registered?.data as { customerId: string }).customerId;
  }

  const personalData = () => {
    const { masterKey, dataDir } = readSettings({ ...operator.environment });
    if (masterKey === undefined) throw new Error('no master key');
    return PostgresPersonalData.open({
      pool: operator.fleet.database.pool,
      masterKey,
      clock: new SystemClock(),
      erasureFile: join(dataDir, 'erasures'),
    });
  };
});

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { readMetrics } from '@redress/testing';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { eventually, Fleet } from '../support/fleet';
import { Operator } from './operator';

describeWithKafka('an event that a read model can not apply', (brokers) => {
  let operator: Operator;

  beforeAll(async () => {
    operator = new Operator(await Fleet.begin(brokers));
    await operator.startAll();
  }, 120_000);
  afterAll(() => operator.fleet.end());

  /** As the metrics of the projector say. */
  async function parkedIn(projection: string): Promise<number | undefined> {
    const text = await (await fetch(`${operator.process('projector').url}/metrics`)).text();
    const of = readMetrics(text).find(
      ({ name, labels }) => name === 'redress_projection_parked' && labels['projection'] === projection,
    );
    return of?.value;
  }

  it('is seen in the metrics and in the table of parked events, and applied at the start after the mend', async () => {
    const { url: databaseUrl, pool } = operator.fleet.database;
    const { rows: live } = await pool.query<{ generation: number }>(
      "SELECT generation FROM read_model.generations WHERE projection = 'queues' AND state = 'live'",
    );
    const table = `read_model.queue_entries__g${String(live[0]?.generation)}`;
    await pool.query(`ALTER TABLE ${table} ADD CONSTRAINT no_fraud CHECK (category <> 'fraud')`);
    const poison = await operator.register('fraud');
    await operator.resolve(poison);
    const others = await operator.resolved(3);
    await operator.followedUpOnce([poison, ...others]);
    await eventually(async () => {
      expect(await parkedIn('queues')).toBeGreaterThan(1);
    });
    const { rows: parked } = await pool.query(`
      SELECT projection, partition_key, reason FROM read_model.parked_events
      JOIN read_model.generations USING (generation) WHERE reason IS NOT NULL`);
    expect(parked).toEqual([
      { projection: 'queues', partition_key: poison, reason: expect.stringContaining('no_fraud') as string },
    ]);

    await pool.query(`ALTER TABLE ${table} DROP CONSTRAINT no_fraud`);
    await operator.stop('projector');
    await operator.start('projector');
    await operator.ready('projector');
    await eventually(async () => {
      expect(await parkedIn('queues')).toBe(0);
    });
    const { live: rows, rebuilt } = await beside({
      databaseUrl,
      pool,
      partitions: operator.fleet.partitions,
    });
    expect(rows).toEqual(rebuilt);
  }, 240_000);
});

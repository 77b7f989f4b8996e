import { join } from 'node:path';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SystemClock } from '@redress/kernel';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../services/with-kafka';
import { beside } from '../support/clean-rebuild';
import { eventually, Fleet, type AppName, type FleetProcess } from '../support/fleet';

interface Accepted {
  readonly id: string;
  readonly readToken: string;
}

const COMPLAINT = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
  description: 'Charged twice for the same month.',
};

describeWithKafka('Redress in separate processes', (brokers) => {
  let fleet: Fleet;
  let all: Readonly<Record<AppName, FleetProcess>>;
  let agent: string;
  let supervisor: string;

  beforeAll(async () => {
    fleet = await Fleet.begin(brokers, { POLICY: join(__dirname, '../support/short-promises.yaml') });
    all = await fleet.startAll();
    supervisor = await fleet.token({ id: 'boss-1', roles: ['supervisor'], teams: [], mayBackdate: false });
    agent = await fleet.token({ id: 'agent-1', roles: ['agent'], teams: ['billing'], mayBackdate: false });
  }, 120_000);

  afterAll(() => fleet.end());

  const register = async (): Promise<Accepted> => {
    const { status, body } = await all.api.ask<Accepted>('POST', '/v1/complaints', {
      as: agent,
      body: COMPLAINT,
      headers: { 'Idempotency-Key': newId() },
    });
    expect(status).toBe(201);
    return body;
  };
  const tell = async (id: string, step: string, body: object = {}): Promise<Accepted> => {
    const answer = await all.api.ask<Accepted>('POST', `/v1/complaints/${id}/${step}`, { as: agent, body });
    expect([step, answer.status]).toEqual([step, 200]);
    return answer.body;
  };
  const eventsOf = async (stream: string): Promise<string[]> => {
    const store = new PostgresEventStore(fleet.database.url, new SystemClock());
    const events = await store.readStream(stream);
    await store.close();
    return events.map(({ type }) => type);
  };

  it('shows whoever wrote what he wrote', async () => {
    const { id, readToken } = await register();
    const pool = await all.api.ask<{ items: { complaintId: string }[] }>('GET', '/v1/queues/teams/billing', {
      as: agent,
      headers: { 'Redress-Read-Token': readToken },
    });
    expect(pool.status).toBe(200);
    expect(pool.body.items.map(({ complaintId }) => complaintId)).toContain(id);
  });

  it('records what falls due, once', async () => {
    const { id } = await register();
    await eventually(async () => {
      expect(await eventsOf(`complaint-${id}`)).toContain('ClockBreached');
    });
    expect((await eventsOf(`complaint-${id}`)).filter((type) => type === 'ClockBreached')).toHaveLength(1);
  });

  it('lets commands follow from events', async () => {
    const { id } = await register();
    await tell(id, 'claim');
    const { readToken } = await tell(id, 'resolve');
    expect(readToken).not.toBe('');
    await eventually(async () => {
      const { body } = await all.api.ask<{ items: { complaintId: string; purpose: string }[] }>(
        'GET',
        `/v1/callbacks?complaintId=${id}`,
        { as: agent },
      );
      expect(body.items).toEqual([expect.objectContaining({ purpose: 'follow-up' })]);
    });
  });

  it('turns a signal into a case and a call, once, and puts aside what can not be taken', async () => {
    const signal = {
      specversion: '1.0',
      id: 'scan-1',
      source: '/tracking',
      type: 'redress.intake.signal.v1',
      data: {
        kind: 'parcel-late',
        reference: 'parcel-4711',
        severity: 'normal',
        concerned: [{ customer: { reference: 'crm-1' } }],
      },
    };
    await all.api.ask('POST', '/v1/complaints', {
      as: agent,
      body: { ...COMPLAINT, customer: { ...COMPLAINT.customer, reference: 'crm-1' } },
    });
    const admin = new KafkaAdmin(brokers);
    const topic = `${fleet.topicPrefix}intake.v1`;
    for (const value of [JSON.stringify(signal), 'no event', JSON.stringify(signal)])
      await admin.write(topic, 0, value, { 'content-type': 'application/cloudevents+json' });
    const cases = await eventually(async () => {
      const { body } = await all.api.ask<{ items: { id: string; channel: string; category: string }[] }>(
        'GET',
        '/v1/complaints?limit=200',
        { as: supervisor },
      );
      const raised = body.items.filter(({ channel }) => channel === 'signal');
      expect(raised).toEqual([expect.objectContaining({ category: 'delivery' })]);
      return raised;
    });
    await eventually(async () => {
      const { body } = await all.api.ask<{ items: { purpose: string }[] }>(
        'GET',
        `/v1/callbacks?complaintId=${cases[0]?.id ?? ''}`,
        { as: supervisor },
      );
      expect(body.items).toEqual([expect.objectContaining({ purpose: 'promise' })]);
    });
    const [letter] = await admin.read(`${fleet.topicPrefix}intake.dead-letter.v1`, 1);
    expect(letter).toMatchObject({
      value: 'no event',
      headers: { redress_code: expect.any(String) as string },
    });
  });

  it('publishes the states of cases, clocks, callbacks and queues', async () => {
    const { id } = await register();
    const admin = new KafkaAdmin(brokers);
    await eventually(async () => {
      const records = await admin.recordsIn(`${fleet.topicPrefix}state.case.v1`);
      expect(records).toBeGreaterThan(0);
      const states = await admin.read(`${fleet.topicPrefix}state.case.v1`, records);
      expect(states.map(({ key }) => key)).toContain(id);
    });
  });

  it('has two projectors share the work; one dies, the other takes over, and the rows are right', async () => {
    const second = await fleet.start('projector');
    await second.isReady();
    const ids = await Promise.all(Array.from({ length: 40 }, register));
    await all.projector.kill();
    ids.push(...(await Promise.all(Array.from({ length: 40 }, register))));
    expect(ids).toHaveLength(80);
    const { live, rebuilt } = await beside({
      databaseUrl: fleet.database.url,
      pool: fleet.database.pool,
      partitions: fleet.partitions,
    });
    expect(live).toEqual(rebuilt);
    await eventually(async () => {
      expect((await all.api.health()).ready).toBe(true);
    });
  }, 120_000);

  it('stops in order when it is told to', async () => {
    for (const app of ['intake', 'automation', 'timekeeper', 'relay', 'api'] as const) {
      expect([app, await all[app].stop()]).toEqual([app, 0]);
    }
  }, 60_000);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { GroupNotes, KafkaClient } from '@redress/kafka';
import { SystemClock, type RecordedEvent } from '@redress/kernel';
import { personalDataMigrations } from '@redress/personal-data/postgres';
import { readModelMigrations } from '@redress/read-model';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { IntakeJourney, PARTITIONS, structured } from '../../../../test/services/intake-journey';
import { OwnProcess } from '../../../../test/services/own-process';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { COMPLAINT } from '../../../../test/support/intake-app';
import { complaintIdOf } from '../inbound/message-ids';

const CASES = 300;
/** Places are noted four times as often. */
const SESSION_TIMEOUT_MS = 2_000;

describeWithKafka('a consumer of the intake topic that is killed', (brokers) => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let journey: IntakeJourney;
  const processes: OwnProcess[] = [];

  beforeAll(async () => {
    database = await createTestDatabase([eventStoreMigrations, personalDataMigrations, readModelMigrations]);
    store = new PostgresEventStore(database.url, new SystemClock());
    journey = await IntakeJourney.begin(brokers);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await journey.end();
    await store.close();
    await database.drop();
  }, 60_000);

  function start(): OwnProcess {
    const one = new OwnProcess(
      'intake-consumer.process.ts',
      ...[database.url, brokers.join(','), journey.prefix, String(SESSION_TIMEOUT_MS)],
    );
    processes.push(one);
    return one;
  }

  /** In each partition: a case, a chase of it, and now and then something bad in between. */
  const messages = Array.from({ length: CASES }, (_, n) => {
    const [id, partition] = [`k-${String(n)}`, n % PARTITIONS];
    const chase = { fact: 'chased', complaintMessage: id };
    return [
      { ...structured('complaint', id, COMPLAINT), partition },
      ...(n % 50 === 0 ? [{ value: `noise ${id}`, partition }] : []),
      { ...structured('fact', `${id}-chase`, chase), partition },
    ];
  }).flat();

  /** Resolves when the group has noted that it is done with so many messages. */
  async function noted(count: number): Promise<void> {
    const client = new KafkaClient({ brokers });
    try {
      await client.connect(journey.topics.intake);
      const notes = new GroupNotes(client, `${journey.prefix}intake`, journey.topics.intake);
      const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
      for (let done = 0; done < count;) {
        done = (await notes.read(partitions)).reduce((sum, { offset }) => sum + offset, 0);
        await sleep(5);
      }
    } finally {
      await client.close();
    }
  }

  it('has lost nothing, and taken nothing twice, when others have gone on', async () => {
    await journey.write(...messages);
    const first = start();
    await noted(1);
    await first.kill();
    const second = start();
    await second.line('started');
    await noted(CASES);
    await second.kill();
    start();
    await noted(messages.length);

    const wanted = messages.flatMap(({ value }) => /"id":"(k-\d+)"/.exec(String(value))?.[1] ?? []);
    expect(new Set(wanted).size).toBe(CASES);
    const facts = await store.readAll({ limit: 100_000 });
    const onStream = new Map<string, string[]>();
    for (const { stream, type } of facts as readonly RecordedEvent[])
      onStream.set(stream, [...(onStream.get(stream) ?? []), type]);
    for (const id of new Set(wanted)) {
      const stream = `complaint-${complaintIdOf({ source: '/crm', id })}`;
      expect([id, onStream.get(stream)]).toEqual([id, ['ComplaintRegistered', 'ComplaintChased']]);
    }
    expect(facts.filter(({ type }) => type === 'ComplaintRegistered')).toHaveLength(CASES);

    const noise = (await journey.read(journey.topics.deadLetter)).map(({ value }) => String(value));
    expect(new Set(noise)).toEqual(
      new Set(Array.from({ length: CASES / 50 }, (_, n) => `noise k-${String(50 * n)}`)),
    );
  }, 90_000);
});

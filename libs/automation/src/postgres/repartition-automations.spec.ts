import { Repartitioning } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import { newId, toIso, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import { AutomationRunner } from '../automation-runner';
import { automationMigrations, PostgresAutomationStore, repartitionAutomations } from '.';

const T0 = Date.UTC(2026, 0, 5, 9);

describe('automations in another number of partitions', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let heard: string[];
  let recorded: string[];
  let broken: Error | undefined;

  beforeEach(async () => {
    database = await createTestDatabase([automationMigrations]);
    store = new InMemoryEventStore(new VirtualClock(T0));
    [heard, recorded, broken] = [[], [], undefined];
  });
  afterEach(() => database.drop());

  async function ask(count: number, type = 'Asked'): Promise<void> {
    for (let n = 0; n < count; n++) {
      const [id, key] = [newId(), `key-${String(n)}`];
      await store.append(`complaint-${key}`, 'any', [
        {
          id,
          type,
          version: 1,
          occurredAt: toIso(T0),
          data: {},
          actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
          correlationId: id,
          causationId: id,
          commandId: id,
          partitionKey: key,
        },
      ]);
      if (type === 'Asked') recorded.push(id);
    }
  }

  /** Runs the automation in so many partitions until it has handled everything. */
  async function run(partitions: number): Promise<void> {
    const feed = new LocalEventFeed(store, { partitions, backoff: { firstMs: 1, maxMs: 5 } });
    const automation = {
      name: 'listener',
      events: ['Asked'],
      react: ({ id }: RecordedEvent) => {
        if (broken !== undefined) throw broken;
        heard.push(id);
        return Promise.resolve();
      },
    };
    const records = new PostgresAutomationStore(database.pool);
    const clock = new VirtualClock(T0);
    const runner = new AutomationRunner({ automations: [automation], feed, store: records, clock });
    await runner.start();
    for (const { partitionKey, position } of await store.readAll({ limit: 10_000 }))
      await runner.waitFor('listener', feed.partitionOf(partitionKey), position, { timeoutMs: 20_000 });
    await runner.stop();
    await feed.close();
  }

  async function move(partitions: number): Promise<readonly string[]> {
    const client = await database.pool.connect();
    try {
      return await repartitionAutomations(client, new Repartitioning(store, partitions));
    } finally {
      client.release();
    }
  }

  it.each([1, 9])('hear everything once, before and after (%s)', async (partitions) => {
    await ask(20);
    await run(4);
    // Nothing to react to: an automation that is stopped in order has noted that it was heard.
    await ask(20, 'Answered');
    await run(4);
    expect(await move(partitions)).toEqual([]);
    expect(await move(partitions)).toEqual([]);
    await ask(20);
    await run(partitions);
    expect(heard.toSorted()).toEqual(recorded.toSorted());
  });

  it('take along what is parked', async () => {
    broken = new Error('broken');
    await ask(10);
    await run(4);
    expect(await move(9)).toEqual([]);
    broken = undefined;
    await ask(10);
    await run(9);
    expect(heard.toSorted()).toEqual(recorded.toSorted());
  });

  it('are named where they have not heard everything', async () => {
    await ask(20);
    await run(4);
    await ask(1);
    expect(await move(9)).toEqual(['listener']);
  });

  it('need no place where nothing was recorded yet', async () => {
    await run(4);
    expect(await move(9)).toEqual([]);
    await ask(5);
    await run(9);
    expect(heard).toHaveLength(5);
  });
});

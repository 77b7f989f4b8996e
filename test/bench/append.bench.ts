import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SystemClock, type Actor, type NewEvent } from '@redress/kernel';
import { migrate } from '@redress/platform';
import { Pool } from 'pg';
import type { Bench } from './bench';
import { GroupInsert } from './group-insert';

const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };

const newEvent = (streamId: string): NewEvent => ({
  id: newId(),
  type: 'ComplaintClaimed',
  version: 1,
  occurredAt: new Date().toISOString(),
  data: { agent: AGENT.id, team: 'billing' },
  actor: AGENT,
  correlationId: streamId,
  causationId: streamId,
  commandId: streamId,
  fingerprint: '5f1d0c9a8b7e6d5c4b3a2918',
  partitionKey: streamId,
});

/** Steps a second that `writers` do, each one after the other, in `seconds`. */
async function perSecond(
  writers: number,
  seconds: number,
  writer: () => Promise<() => Promise<unknown>>,
): Promise<number> {
  const steps = await Promise.all(Array.from({ length: writers }, writer));
  let done = 0;
  const began = performance.now();
  const end = began + seconds * 1_000;
  await Promise.all(
    steps.map(async (step) => {
      for (; performance.now() < end; done++) await step();
    }),
  );
  return (done * 1_000) / (performance.now() - began);
}

const append = (writers: number): Bench => ({
  name: `append-${String(writers)}`,
  aim: 'none set',
  unit: 'appends/s',
  notes: [
    `${String(writers)} writer(s), each appending one event after the other to a stream of its own with its expected revision, 5 s after 2 s of warming up`,
    'floor: the same JSON, all waiting rows in one INSERT into a table with one key; no order over processes, no revisions',
    'writers and what they call are in one process',
  ],
  runs: 3,
  open: ({ server, quick }) => {
    const [warming, measuring] = quick ? [0.2, 0.5] : [2, 5];
    return Promise.resolve({
      async product() {
        const database = await server.createDatabase();
        await migrate(database, [eventStoreMigrations]);
        const store = new PostgresEventStore(database, new SystemClock());
        const writer = (): Promise<() => Promise<unknown>> => {
          const id = newId();
          let last: number | 'none' = 'none';
          return Promise.resolve(async () => {
            last = (await store.append(`complaint-${id}`, last, [newEvent(id)])).revision;
          });
        };
        try {
          await perSecond(writers, warming, writer);
          return { value: await perSecond(writers, measuring, writer) };
        } finally {
          await store.close();
          await server.dropDatabase(database);
        }
      },
      async floor() {
        const database = await server.createDatabase();
        const pool = new Pool({ connectionString: database, max: 4 });
        await GroupInsert.createTable(pool);
        const rows = new GroupInsert(pool);
        const writer = (): Promise<() => Promise<unknown>> => {
          const streamId = newId();
          return Promise.resolve(() => {
            const event = newEvent(streamId);
            return rows.add({ id: event.id, body: event });
          });
        };
        try {
          await perSecond(writers, warming, writer);
          return { value: await perSecond(writers, measuring, writer) };
        } finally {
          await pool.end();
          await server.dropDatabase(database);
        }
      },
    });
  },
});

/** Appends to the event store, by how many wait at the same time. */
export const appends: readonly Bench[] = [1, 32, 256].map(append);

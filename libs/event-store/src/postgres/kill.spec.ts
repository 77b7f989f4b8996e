import { SystemClock } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { newEvent, newEvents, newStream } from '../contract/new-event';
import type { Appended } from '../event-store';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';
import { TestProcess } from './testing/process';

type Acknowledged = Appended & { stream: string; commandId: string };

describe('kill -9 of the process group of 32 writers', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
  });
  afterEach(async () => {
    await database.drop();
  });

  it.each([1, 3])(
    'loses no acknowledged append of %i events and leaves no half of one',
    async (size) => {
      const shared = [newStream(), newStream()];
      const started = [
        new TestProcess('appending.process.ts', newEvent(), database.url, '32', String(size)),
        new TestProcess(
          'appending.process.ts',
          newEvent(),
          database.url,
          '32',
          String(size),
          'endless',
          ...shared,
        ),
      ];
      await Promise.all(started.map((writers) => writers.printed(500)));
      await Promise.all(started.map((writers) => writers.kill()));

      const store = new PostgresEventStore(database.url, new SystemClock());
      try {
        // The next append waits for what the dead have begun, so after it the log stands still.
        const next = await store.append(newStream(), 'none', newEvents(size));
        const log = await store.readAll({ limit: 1_000_000 });
        expect(log.at(-1)?.position).toBe(next.position);
        expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, at) => at + 1));

        const acknowledged = started.flatMap(({ lines }) =>
          lines.map((line) => JSON.parse(line) as Acknowledged),
        );
        const last = new Map(log.map((event) => [event.commandId, event]));
        for (const { stream, revision, position, commandId } of acknowledged) {
          expect(last.get(commandId)).toMatchObject({ stream, revision, position });
        }

        const sizes = new Map<string, number>();
        for (const { commandId } of log.slice(0, -size))
          sizes.set(commandId, (sizes.get(commandId) ?? 0) + 1);
        expect([...new Set(sizes.values())]).toEqual([size]);
        expect(sizes.size).toBeGreaterThanOrEqual(acknowledged.length);
      } finally {
        await store.close();
      }
      await database.pool.query('ALTER TABLE event_store.events DISABLE TRIGGER append_only');
      await database.pool.query('TRUNCATE event_store.events');
    },
    60_000,
  );
});

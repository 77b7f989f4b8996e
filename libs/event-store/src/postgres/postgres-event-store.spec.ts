import { createTestDatabase } from '@redress/testing';
import { describeEventStore } from '../contract';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';

describeEventStore('PostgresEventStore', async (clock) => {
  const database = await createTestDatabase([eventStoreMigrations]);
  const store = new PostgresEventStore(database.url, clock);
  const other = new PostgresEventStore(database.pool, clock);
  return {
    store,
    other,
    close: async () => {
      await store.close();
      await other.close();
      await database.drop();
    },
  };
});

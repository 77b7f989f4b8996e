import { createTestDatabase } from '@redress/testing';
import { Pool } from 'pg';
import { describeNotificationOutbox } from '../contract/describe-notification-outbox';
import { notificationMigrations } from './migrations';
import { PostgresNotificationOutbox } from './postgres-notification-outbox';

describeNotificationOutbox('PostgresNotificationOutbox', async () => {
  const database = await createTestDatabase([notificationMigrations]);
  const otherPool = new Pool({ connectionString: database.url });
  return {
    outbox: new PostgresNotificationOutbox(database.pool),
    other: new PostgresNotificationOutbox(otherPool),
    close: async () => {
      await otherPool.end();
      await database.drop();
    },
  };
});

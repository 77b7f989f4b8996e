import { createTestDatabase } from '@redress/testing';
import { Pool } from 'pg';
import { describeAutomationStore } from '../contract/describe-automation-store';
import { automationMigrations } from './migrations';
import { PostgresAutomationStore } from './postgres-automation-store';

describeAutomationStore('PostgresAutomationStore', async () => {
  const database = await createTestDatabase([automationMigrations]);
  const otherPool = new Pool({ connectionString: database.url });
  return {
    store: new PostgresAutomationStore(database.pool),
    other: new PostgresAutomationStore(otherPool),
    close: async () => {
      await otherPool.end();
      await database.drop();
    },
  };
});

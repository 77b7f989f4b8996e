import { SystemClock } from '@redress/kernel';
import { createTestDatabase } from '@redress/testing';
import { Pool } from 'pg';
import { personalDataContract } from '../contract/personal-data.contract';
import { newKey } from './sealing';
import { personalDataMigrations, PostgresPersonalData } from '.';

personalDataContract('PostgreSQL', async () => {
  const database = await createTestDatabase([personalDataMigrations]);
  const otherPool = new Pool({ connectionString: database.url });
  const options = { masterKey: newKey(), clock: new SystemClock() };
  return {
    store: await PostgresPersonalData.open({ ...options, pool: database.pool }),
    other: await PostgresPersonalData.open({ ...options, pool: otherPool }),
    close: async () => {
      await otherPool.end();
      await database.drop();
    },
  };
});

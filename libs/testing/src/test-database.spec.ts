import { createTestDatabase } from './test-database';

describe('createTestDatabase', () => {
  it('gives each spec an empty database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await one.pool.query('CREATE TABLE t (n integer)');
    await expect(other.pool.query('SELECT * FROM t')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), other.drop()]);
  });
});

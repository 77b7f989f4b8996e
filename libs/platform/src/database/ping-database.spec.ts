import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { createTestDatabase } from '../../../testing/src/test-database';
import { pingDatabase } from './ping-database';

describe('pingDatabase', () => {
  it('says whether the database answers', async () => {
    const database = await createTestDatabase();
    expect(await pingDatabase(database.pool)).toBe(true);
    const gone = new Pool({ connectionString: `${database.url}_that_is_not_there` });
    expect(await pingDatabase(gone)).toBe(false);
    await gone.end();
    await database.drop();
  });

  it('waits no longer than it was told', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const pool = new Pool({ host: '127.0.0.1', port, connectionTimeoutMillis: 500 });
    const began = performance.now();
    expect(await pingDatabase(pool, 50)).toBe(false);
    expect(performance.now() - began).toBeLessThan(400);
    await pool.end();
    silent.close();
  });
});

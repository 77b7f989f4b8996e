import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../../testing/src/test-database';
import { showDatabaseUrl } from '../config/settings';
import { program, runnableBinaries } from './binaries';
import { ensureCluster, readPassword, ROLE } from './cluster';
import { findDataHome } from './data-home';
import { run } from './native-process';
import { checkServer, whyUnfit } from './server-check';
import { startDatabase } from './start-database';

const FIT = {
  version: 150_000,
  fsync: 'on',
  synchronousCommit: 'on',
  encoding: 'UTF8',
  standby: false,
  mayCreate: true,
};

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the server of DATABASE_URL', () => {
  let database: TestDatabase;

  const urlWith = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  it('is used where it is fit, runs on afterwards, and is named without its password', async () => {
    const { url, description, stop } = await startDatabase({
      databaseUrl: database.url,
      dataDir: '/nowhere',
    });
    const { port, pathname, password } = new URL(database.url);
    expect(url).toBe(database.url);
    expect(description).toMatch(new RegExp(`^PostgreSQL 1\\d at postgres(ql)?://.*:${port}${pathname}$`));
    if (password !== '') expect(description).not.toContain(password);
    await stop();
    await expect(checkServer(database.url)).resolves.toBe(description);
  });

  it.each([
    [
      'no server answers',
      async () => {
        const port = await closedPort();
        return urlWith((url) => {
          url.hostname = '127.0.0.1';
          url.port = String(port);
        });
      },
      /No server answers there\. Start it, or mend host and port\.$/,
    ],
    [
      'there is no such host',
      () => urlWith((url) => (url.hostname = 'no-such-host.invalid')),
      /There is no such host\. Mend the host\.$/,
    ],
    [
      'there is no such database',
      () => urlWith((url) => (url.pathname = '/nowhere')),
      /There is no such database on the server\. Create it, or mend the name\.$/,
    ],
  ])('is refused in one line where %s', async (_, url, reason) => {
    const address = await url();
    const refusal = await checkServer(address).then(
      () => 'used',
      (error: unknown) => String(error),
    );
    expect(refusal).toMatch(/^StartupError: DATABASE_URL=postgres(ql)?:\/\/[^\n]*$/);
    expect(refusal).toMatch(reason);
  });

  it('is refused where it acknowledges before it has written', async () => {
    const other = await createTestDatabase();
    await other.pool.query(
      `ALTER DATABASE ${new URL(other.url).pathname.slice(1)} SET synchronous_commit = off`,
    );
    await expect(checkServer(other.url)).rejects.toThrow(/synchronous_commit = off\). Set it to on/);
    await other.drop();
  });
});

describe('a server of its own', () => {
  let base: string;
  let start: (...options: string[]) => Promise<string>;
  let stop: () => Promise<unknown>;

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'redress-check-')));
    const home = await findDataHome(base, () => undefined);
    const binaries = await runnableBinaries(base, home.runAs);
    await ensureCluster(home, binaries);
    const control = (...args: string[]): ReturnType<typeof run> =>
      run(program(binaries, 'pg_ctl'), [...args, '-D', home.cluster, '-w'], base, home.runAs);
    start = async (...options) => {
      const port = String(await closedPort());
      const local = ['-p', port, '-c listen_addresses=127.0.0.1 -c unix_socket_directories='];
      const { code } = await control(
        'start',
        '-l',
        join(home.cluster, 'log'),
        '-o',
        [...options, ...local].join(' '),
      );
      expect(code).toBe(0);
      return `postgres://${ROLE}:${await readPassword(home)}@127.0.0.1:${port}/postgres`;
    };
    stop = () => control('stop', '-m', 'immediate');
  });

  afterEach(async () => {
    await stop();
    await rm(base, { recursive: true, force: true });
  });

  it('is refused in one line where it runs with fsync = off', async () => {
    const url = await start('-F');
    await expect(startDatabase({ databaseUrl: url, dataDir: base })).rejects.toThrow(
      `DATABASE_URL=${showDatabaseUrl(url)}: The server runs with fsync = off and loses acknowledged facts when its machine stops. Set fsync = on and reload it.`,
    );
  });

  it('is refused in one line where the password is wrong, which is not told', async () => {
    const url = new URL(await start());
    url.password = 'guessed';
    await expect(checkServer(url.href)).rejects.toThrow(
      `DATABASE_URL=postgres://${ROLE}:***@${url.host}/postgres: The server refuses this user and password. Mend them, or let the user in by pg_hba.conf.`,
    );
  });
});

describe('whyUnfit', () => {
  it.each([150_000, 160_004, 180_001, 190_000])('finds version %i fit', (version) => {
    expect(whyUnfit({ ...FIT, version })).toBeUndefined();
  });

  it.each([
    [{ version: 140_012 }, 'The server is PostgreSQL 14. Give one of version 15 or later.'],
    [{ encoding: 'SQL_ASCII' }, "The database is encoded in SQL_ASCII. Create it with ENCODING 'UTF8'."],
    [{ standby: true }, 'The server is a standby, which takes no writes. Give its primary.'],
    [{ mayCreate: false }, 'The user may not create schemas there. GRANT CREATE ON DATABASE to that user.'],
  ])('finds %j unfit', (change, reason) => {
    expect(whyUnfit({ ...FIT, ...change })).toBe(reason);
  });
});

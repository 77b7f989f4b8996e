import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OwnerProcess } from '../../../../test/support/owner-process';
import { installedBinaries } from './binaries';
import { ensureCluster, whyItFailed } from './cluster';
import { findDataHome } from './data-home';
import { serverUser } from './server-user';

const asRoot = process.getuid?.() === 0;
const onlyAsRoot = asRoot ? it : it.skip;

/** Somebody without rights, where root runs the tests; else who runs them. */
const ORDINARY = asRoot ? { uid: 65_534, gid: 65_534 } : {};

let base: string;
const cleanUp: (() => Promise<unknown>)[] = [];

function own(dataDir: string, runAs: { uid?: number; gid?: number } = {}): OwnerProcess {
  const owner = new OwnerProcess({ DATA_DIR: dataDir }, runAs);
  cleanUp.push(() => owner.clear(dataDir));
  return owner;
}

const silent = (): void => undefined;

async function cleared(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** A file system of its own, of so many MiB. */
async function smallDisk(mebibytes: number): Promise<string> {
  const folder = join(base, 'disk');
  await mkdir(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(mebibytes)}m,mode=711`, 'tmpfs', folder]);
  cleanUp.push(() => Promise.resolve(execFileSync('umount', [folder])));
  return folder;
}

function mounts(): boolean {
  if (!asRoot) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'redress-home-')));
  await chmod(base, 0o711);
});

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await cleared(base);
});

describe('an ordinary user', () => {
  it('keeps the data in DATA_DIR, closed to others', async () => {
    if (asRoot) await chown(base, 65_534, 65_534);
    const dataDir = join(base, 'a', 'b');
    const owner = own(dataDir, ORDINARY);
    const { description } = await owner.hear((said) => said.description !== undefined);
    expect(description).toMatch(new RegExp(`^built-in PostgreSQL \\d+\\.\\d+ on ${dataDir}/postgres$`));
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    owner.tell('stop');
    expect(await owner.end()).toEqual({ code: 0, complaint: '' });
  });

  it('is told that the folder is not writable', async () => {
    await chmod(base, 0o555);
    const { code, complaint } = await own(join(base, 'data'), ORDINARY).end();
    expect(code).toBe(1);
    expect(complaint).toBe(
      `DATA_DIR=${base}/data: The folder ${base}/data can't be made or written (EACCES). Give its owner the right to write, or set another folder.\n`,
    );
  });

  onlyAsRoot("is told that the data are another user's [needs root]", async () => {
    const dataDir = join(base, 'data');
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    await chown(join(dataDir), 65_534, 65_534);
    const { complaint } = await own(dataDir, ORDINARY).end();
    expect(complaint).toMatch(
      /^DATA_DIR=.*belongs to user 0\. Start as that user or as root, or set another folder\.\n$/,
    );
  });
});

describe('root', () => {
  onlyAsRoot(
    'has another user run the server on DATA_DIR, who may enter it and no more [needs root]',
    async () => {
      const user = await serverUser(base, silent);
      const home = await findDataHome(join(base, 'data'), silent);
      expect(home).toEqual({
        wanted: join(base, 'data'),
        base: join(base, 'data'),
        cluster: join(base, 'data', 'postgres'),
        log: join(base, 'data', 'postgres.log'),
        initialised: false,
        runAs: { uid: user.uid, gid: user.gid },
      });
      expect((await stat(home.base)).mode & 0o777).toBe(0o711);
    },
  );

  onlyAsRoot('opens an empty DATA_DIR to that user, but none that holds something [needs root]', async () => {
    const [empty, used] = [join(base, 'empty'), join(base, 'used')];
    for (const folder of [empty, used]) await mkdir(folder, { mode: 0o700 });
    await writeFile(join(used, 'file'), '');
    expect((await findDataHome(empty, silent)).base).toBe(empty);
    const elsewhere = (await findDataHome(used, silent)).base;
    cleanUp.push(() => cleared(elsewhere));
    expect(dirname(elsewhere)).toBe('/var/lib/redress');
    expect((await stat(used)).mode & 0o777).toBe(0o700);
  });

  onlyAsRoot(
    'has the data under /var/lib/redress where DATA_DIR is closed, and finds them there when it is opened [needs root]',
    async () => {
      await chmod(base, 0o700);
      const dataDir = join(base, 'data');
      const first = own(dataDir);
      const { description = '' } = await first.hear((said) => said.description !== undefined);
      const cluster =
        /on (\/var\/lib\/redress\/data-[0-9a-f]{12}\/postgres), because .* can't reach (.*)$/.exec(
          description,
        );
      expect(cluster?.[2]).toBe(dataDir);
      const elsewhere = dirname(cluster?.[1] ?? '');
      cleanUp.push(() => first.clear(elsewhere));
      expect(
        first.heard.some(({ note }) => note?.includes(`may not enter ${base}: the data lie in ${elsewhere}`)),
      ).toBe(true);
      first.tell('stop');
      await first.end();
      expect(await readdir(dataDir)).toEqual([]);

      await chmod(base, 0o711);
      const second = own(dataDir);
      expect((await second.hear((said) => said.description !== undefined)).description).toBe(description);
      second.tell('stop');
      await second.end();
    },
  );

  onlyAsRoot('runs the server as the owner of the data that are there [needs root]', async () => {
    const dataDir = join(base, 'data');
    await chown(base, 65_534, 65_534);
    const first = own(dataDir, ORDINARY);
    await first.url();
    first.tell('stop');
    await first.end();
    const second = own(dataDir);
    await second.url();
    expect((await findDataHome(dataDir, silent)).runAs).toEqual(ORDINARY);
    second.tell('stop');
    await second.end();
    const third = own(dataDir, ORDINARY); // nothing that root has left is in the way
    await third.url();
    third.tell('stop');
    expect((await third.end()).code).toBe(0);
  });

  onlyAsRoot('is told which folder is closed to the owner of the data [needs root]', async () => {
    const dataDir = join(base, 'data');
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '18\n');
    await chown(join(dataDir, 'postgres', 'PG_VERSION'), 65_534, 65_534);
    await chmod(base, 0o700);
    await expect(findDataHome(dataDir, silent)).rejects.toThrow(
      `belongs to user 65534, who may not enter ${base}. Open it with chmod o+x ${base}`,
    );
  });
});

describe('the folder', () => {
  it('is refused where a file is in the way', async () => {
    await writeFile(join(base, 'file'), '');
    await expect(findDataHome(join(base, 'file', 'data'), silent)).rejects.toThrow(
      /^DATA_DIR=.*\(EEXIST\)\. Give its owner .*$/,
    );
  });

  (existsSync('/proc/self') ? it : it.skip)(
    'is refused where the file system takes no folders [needs /proc]',
    async () => {
      await expect(findDataHome('/proc/data', silent)).rejects.toThrow(
        'DATA_DIR=/proc/data: The folder /proc/data can',
      );
    },
  );

  it('is refused where another PostgreSQL has made the data', async () => {
    const home = { ...(await findDataHome(base, silent)), initialised: true };
    await mkdir(home.cluster);
    await writeFile(join(home.cluster, 'PG_VERSION'), '14\n');
    await expect(ensureCluster(home, installedBinaries())).rejects.toThrow(
      /^DATA_DIR=.*made by PostgreSQL 14, and this Redress brings 18\. Dump it .*$/,
    );
  });

  (mounts() ? it : it.skip)(
    'is refused on a full disk, before anything is made [needs root and mount]',
    async () => {
      const disk = await smallDisk(100);
      await expect(findDataHome(disk, silent)).rejects.toThrow(
        /^DATA_DIR=.*The disk is full: 100 MiB free, 256 MiB needed\. Free some, or set a folder on another disk\.$/,
      );
      expect(await readdir(disk)).toEqual([]);
    },
  );

  (mounts() ? it : it.skip)(
    'is left empty when the disk fills up while the database is made [needs root and mount]',
    async () => {
      const disk = await smallDisk(20);
      const home = { ...(await findDataHome(base, silent)), base: disk, cluster: join(disk, 'postgres') };
      await expect(ensureCluster(home, installedBinaries())).rejects.toThrow(
        `DATA_DIR=${disk}: The disk is full.`,
      );
      expect(await readdir(disk)).toEqual([]);
    },
  );
});

describe('whyItFailed', () => {
  const home = {
    wanted: '/d',
    base: '/d',
    cluster: '/d/postgres',
    log: '/d/postgres.log',
    initialised: true,
  };

  it.each([
    [
      'FATAL:  could not write lock file "postmaster.pid": No space left on device',
      'The disk is full. Free some room, or set a folder on another disk.',
    ],
    [
      'x\nFATAL:  could not open file "PG_VERSION": Permission denied\ny',
      'PostgreSQL may not write there: FATAL: could not open file "PG_VERSION": Permission denied. Mend the rights, or set another folder.',
    ],
    [
      'PANIC:  could not locate a valid checkpoint record',
      'PostgreSQL does not start on it: PANIC: could not locate a valid checkpoint record. Its log is /d/postgres.log.',
    ],
  ])('makes one line of %j', (output, line) => {
    expect(whyItFailed(home, output).message).toBe(`DATA_DIR=/d: ${line}`);
  });
});

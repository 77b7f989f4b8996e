import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErasureFile } from './erasure-file';

const erasure = (customerId: string) => ({ customerId, erasedAt: '2026-03-01T09:30:00.000Z' });

describe('the list of erasures outside of the database', () => {
  let folder: string;
  let path: string;
  let list: ErasureFile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-erasures-'));
    path = join(folder, 'data', 'erasures');
    list = new ErasureFile(path);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is empty before the first erasure, and holds all in order, also from two processes', async () => {
    expect(await list.read()).toEqual([]);
    await list.append([erasure('a'), erasure('b')]);
    await new ErasureFile(path).append([erasure('c')]);
    expect(await list.read()).toEqual([erasure('a'), erasure('b'), erasure('c')]);
  });

  it('passes over a line cut short by a crash, and loses none after it', async () => {
    await list.append([erasure('a')]);
    await appendFile(path, '2026-03-01T09:30:00.000Z half-an-i');
    expect(await list.read()).toEqual([erasure('a')]);
    await list.append([erasure('b')]);
    expect(await list.read()).toEqual(expect.arrayContaining([erasure('a'), erasure('b')]));
  });
});

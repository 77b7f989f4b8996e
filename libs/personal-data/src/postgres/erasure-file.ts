import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './error-code';
import type { Erasure } from './customer-rows';

const LINE = /^(\S+) (\S+)$/;

/**
 * The list of erasures outside of the database, a line each: `instant id`. A backup brings back the rows and, with them, a list
 * as old as itself; this file is not restored with it, and so still knows who must not come back. It is only appended to.
 */
export class ErasureFile {
  constructor(private readonly file: string) {}

  /** All erasures; none where there is no file yet. A line cut short by a crash is passed over: that erasure was never confirmed. */
  async read(): Promise<Erasure[]> {
    const lines = (await this.#text()).split('\n').slice(0, -1);
    return lines.flatMap((line) => {
      const [, erasedAt, customerId] = LINE.exec(line) ?? [];
      return customerId !== undefined && erasedAt !== undefined ? [{ customerId, erasedAt }] : [];
    });
  }

  /** Returns when the lines are on disk. */
  async append(erasures: readonly Erasure[]): Promise<void> {
    if (erasures.length === 0) return;
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const torn = !/^$|\n$/.test(await this.#text());
    const lines = erasures.map(({ customerId, erasedAt }) => `${erasedAt} ${customerId}\n`).join('');
    const handle = await open(this.file, 'a', 0o600);
    try {
      await handle.appendFile(torn ? `\n${lines}` : lines);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return '';
      throw error;
    }
  }
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where other people's records lie; they are no part of the project. */
const FOLDER = resolve(process.env['REDRESS_DATA'] ?? join(__dirname, '../../../shared/data'));

/** `describe` where the file is there; else a suite that says what to set, and counts as skipped. */
export function describeWithData(name: string, file: string, suite: (path: string) => void): void {
  const path = join(FOLDER, file);
  if (existsSync(path)) {
    describe(name, () => {
      suite(path);
    });
    return;
  }
  describe(name, () => {
    it.skip(`SKIPPED: needs ${file}; set REDRESS_DATA to the folder that holds it`, () => undefined);
  });
}

import { randomBytes } from 'node:crypto';
import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import { StartupError } from '../config/startup-error';

const SECRET_BYTES = 32;

/**
 * The secret in a file: 32 bytes in base64, readable by its owner only. Made at random where there is none; processes that start at once
 * get the same one. Throws a StartupError where the file can't be used.
 */
export async function secretFromFile(file: string): Promise<Buffer> {
  return (await read(file)) ?? (await make(file));
}

async function read(file: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    // Windows has no such bits.
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
      throw refusal(file, 'Others can read this file; run chmod 600 on it, or delete it for a new one.');
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof StartupError) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw refusal(file, `This file can not be read (${codeOf(error)}).`);
  }
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length === SECRET_BYTES) return secret;
  throw refusal(file, 'This file holds no key of 32 bytes; restore it, or delete it for a new one.');
}

async function make(file: string): Promise<Buffer> {
  const secret = randomBytes(SECRET_BYTES);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${secret.toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      // Unlike a rename, this fails where another process was faster, and never shows half a file.
      await link(draft, file);
      return secret;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return (await read(file)) ?? secret;
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw refusal(file, `A key can not be written here (${codeOf(error)}); make the folder writable.`);
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';

const refusal = (file: string, mend: string): StartupError => new StartupError('DATA_DIR', file, mend);

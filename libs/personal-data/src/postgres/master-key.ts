import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { hasCode } from './error-code';
import { KEY_BYTES, newKey } from './sealing';

/** The master key can't be used. One line that names MASTER_KEY or the file, says what to do, and shows no key. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The master key of this installation: the one configured by MASTER_KEY (32 bytes), else the one in `file`, which is made with mode
 * 0600 when there is none. Processes that start at once get the same key. Who loses the key loses the personal data.
 * Throws MasterKeyError.
 */
export async function loadMasterKey(source: {
  readonly configured?: Buffer | undefined;
  readonly file: string;
}): Promise<Buffer> {
  const { configured, file } = source;
  if (configured !== undefined) return checked(configured, 'MASTER_KEY');
  try {
    return (await read(file)) ?? (await create(file));
  } catch (error) {
    if (error instanceof MasterKeyError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MasterKeyError(
      `the master key file can't be used: ${reason}; make it readable, or set MASTER_KEY`,
      { cause: error },
    );
  }
}

function checked(key: Buffer, where: string): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw new MasterKeyError(
    `${where} must hold ${String(KEY_BYTES)} bytes in base64, as made by: openssl rand -base64 32`,
  );
}

async function read(file: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  // Windows knows no group and others.
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0) {
    throw new MasterKeyError(
      `the master key in ${file} can be read by others; close it with: chmod 600 ${file}`,
    );
  }
  return checked(Buffer.from(text.trim(), 'base64'), `the master key file ${file}`);
}

/** Written aside, flushed, then linked to its name: nobody ever sees half a key, and of two starters one loses and reads. */
async function create(file: string): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const key = newKey();
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeDurably(draft, `${key.toString('base64')}\n`);
    await link(draft, file);
    await syncFolder(dirname(file));
    return key;
  } catch (error) {
    const other = hasCode(error, 'EEXIST') ? await read(file) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

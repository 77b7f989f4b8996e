import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { PrincipalRole } from '@redress/http';
import { createSignIn } from '@redress/platform';
import { startNode, type Child } from './child';

const ROOT = resolve(__dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/all-in-one/src/main.js');
const HOST = '127.0.0.1';
const TOKEN_SECONDS = 3_600;

/** One for all starts: a database is started on more than once. */
const MASTER_KEY = randomBytes(32).toString('base64');

/** The product as its users run it: the build, in a process of its own. */
export interface Product extends Child {
  readonly url: string;
  /** A token for an hour. */
  token(role: PrincipalRole, id?: string): Promise<string>;
}

/** Builds the product. */
export async function buildProduct(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: ROOT });
}

/**
 * Starts the product on a database and waits until it answers.
 * @param nodeArguments for node, before the program
 */
export async function startProduct(
  databaseUrl: string,
  nodeArguments: readonly string[] = [],
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-bench-product-'));
  const settings = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    MASTER_KEY,
    HOST,
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const removeFolder = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  const child = await startNode(
    [...nodeArguments, MAIN],
    settings,
    (line) => /Redress runs at (\S+)/.exec(line)?.[1],
  ).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  const { local } = await createSignIn({ dataDir, host: HOST });
  return {
    ...child,
    url: child.ready,
    token: (role, id = `bench-${role}`) => {
      if (local === undefined) throw new Error('the product signs no tokens');
      return local.issue({ id, roles: [role], teams: ['bench'], mayBackdate: false }, TOKEN_SECONDS);
    },
    async stop() {
      await child.stop();
      await removeFolder();
    },
  };
}

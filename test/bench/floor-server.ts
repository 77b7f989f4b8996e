import { join } from 'node:path';
import { startNode, type Child } from './child';

/** Starts the bare server on a new database, in a process of its own. */
export async function startFloorServer(databaseUrl: string): Promise<Child & { readonly url: string }> {
  const child = await startNode(
    ['-r', '@swc-node/register', join(__dirname, 'floor-server.process.ts')],
    { DATABASE_URL: databaseUrl },
    (line) => /The floor is at (\S+)/.exec(line)?.[1],
  );
  return { ...child, url: child.ready };
}

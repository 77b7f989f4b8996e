import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of the bench in a process of its own. */
export interface Child {
  readonly pid: number;
  /** Resolves when it has ended of itself. Rejects where it failed. */
  readonly ended: Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Lets it finish (SIGTERM) and waits for its end. */
  stop(): Promise<void>;
}

/** How long a program may take to say that it is ready, in ms. */
const READY_MS = 60_000;

/**
 * Starts node with these arguments and waits for the first line of output that `ready` makes something of. Rejects with what it wrote where it
 * ends before.
 */
export async function startNode<Ready>(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: (line: string) => Ready | undefined,
): Promise<Child & { readonly ready: Ready }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Where this process is killed nobody else would end that one.
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  let errors = '';
  child.stderr.on('data', (c: Buffer) => {
    if (process.env['SHOW']) process.stderr.write(c);
  });
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  let stopping = false;
  const ended = once(child, 'exit').then(([code]) => {
    process.removeListener('exit', killed);
    if (code !== 0 && !stopping)
      throw new Error(`${args.at(-1) ?? ''} ended with ${String(code)}: ${errors}`);
  });
  ended.catch(() => undefined); // whoever waits for it, or talks to it, will notice
  const said = new Promise<Ready>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready(line);
      if (found !== undefined) resolve(found);
    });
  });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => {
      reject(new Error(`${args.at(-1) ?? ''} was not ready in time: ${errors}`));
    }, READY_MS).unref();
  });
  const early = ended.then(() => {
    throw new Error(`${args.at(-1) ?? ''} ended before it was ready: ${errors}`);
  });
  early.catch(() => undefined); // after `ready` this is its ordinary end
  return {
    ready: await Promise.race([said, early, late]),
    pid: child.pid ?? 0,
    ended,
    signal: (name) => void child.kill(name),
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

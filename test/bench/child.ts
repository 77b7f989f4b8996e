import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of the bench in a process of its own. */
export interface Child {
  readonly pid: number;
  /** What `work` gives. Rejects where the program ends before. */
  during<T>(work: Promise<T>): Promise<T>;
  signal(name: NodeJS.Signals): void;
  /** Lets it finish (SIGTERM) and waits for its end. */
  stop(): Promise<void>;
}

/** How long a program may take to say that it is ready, in ms. */
const READY_MS = 60_000;

/**
 * Starts node with these arguments and waits for the first line of output that `ready` makes something of. Rejects with what it wrote where
 * it ends before.
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
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  let stopping = false;
  const what = args.at(-1) ?? '';
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.removeListener('exit', killed);
    if (!stopping) throw new Error(`${what} ended with ${String(code ?? signal)}: ${errors}`);
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
      reject(new Error(`${what} was not ready in time: ${errors}`));
    }, READY_MS).unref();
  });
  const stopped = ended.then(() => Promise.reject(new Error(`${what} was stopped`)));
  stopped.catch(() => undefined);
  const during = <T>(work: Promise<T>): Promise<T> => Promise.race([work, stopped]);
  return {
    ready: await during(Promise.race([said, late])),
    pid: child.pid ?? 0,
    during,
    signal: (name) => void child.kill(name),
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `own-database.ts` says, a line at a time. */
export interface Said {
  readonly url?: string;
  readonly description?: string;
  readonly milliseconds?: number;
  readonly note?: string;
  readonly lost?: string;
  readonly written?: string;
  readonly stopped?: string;
}

const REPOSITORY = join(__dirname, '..', '..');

/** A process of its own that owns a database; see `own-database.ts`. It leads a process group, like a shell's job. */
export class OwnerProcess {
  readonly heard: Said[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #complaint = '';
  #wake: () => void = () => undefined;

  constructor(environment: Record<string, string>, runAs: { uid?: number; gid?: number } = {}) {
    const path = { PATH: process.env['PATH'] ?? '' };
    this.#child = spawn(process.execPath, ['-r', '@swc-node/register', 'test/support/own-database.ts'], {
      ...runAs,
      cwd: REPOSITORY,
      env: { ...path, ...environment },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#complaint += chunk.toString()));
    this.#ended = once(this.#child, 'close').then(([code]) => {
      this.#wake();
      return code as number | null;
    });
    if (this.#child.stdout === null) throw new Error('no standard output');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.heard.push(JSON.parse(line) as Said);
      this.#wake();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves with the first line, said already or to come, that is looked for. Rejects when the process ends without. */
  async hear(wanted: (said: Said) => boolean): Promise<Said> {
    for (;;) {
      const found = this.heard.find(wanted);
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`it ended: ${this.#complaint}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Resolves with the URL, once the database is up. */
  async url(): Promise<string> {
    const { url } = await this.hear((said) => said.url !== undefined);
    return url ?? '';
  }

  tell(line: 'write' | 'stop'): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Sends a signal to the whole process group, as a terminal does. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Resolves with the exit code and what was said on standard error. */
  async end(): Promise<{ code: number | null; complaint: string }> {
    return { code: await this.#ended, complaint: this.#complaint };
  }

  /** Leaves nothing of it, whatever state it is in: not its server, not the folder. */
  async clear(base: string): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.signal('SIGKILL');
    await this.#ended;
    const pid = await postmasterPid(base);
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
    await rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** The server process on a data folder; undefined where none is marked. */
export async function postmasterPid(base: string): Promise<number | undefined> {
  const text = await readFile(join(base, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 ? pid : undefined;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = resolve(__dirname, '../..');

/** The product as its own process group, on the built-in PostgreSQL, as a user starts it; it can be killed. */
export class OwnProcess {
  private constructor(
    readonly url: string,
    readonly agentToken: string,
    readonly supervisorToken: string,
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {}

  /** A folder for data that PostgreSQL's own user can enter. */
  static async dataDir(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'redress-fault-'));
    await chmod(folder, 0o711);
    return folder;
  }

  /** Starts it and waits until it says where it runs. Rejects with what it printed where it ends instead. */
  static async start(
    dataDir: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<OwnProcess> {
    const child = spawn(process.execPath, ['-r', '@swc-node/register', 'apps/all-in-one/src/main.ts'], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        DATA_DIR: dataDir,
        PORT: '0',
        LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    const printed: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
    let url: string | undefined;
    const tokens = new Map<string, string>();
    for await (const line of createInterface(child.stdout)) {
      printed.push(`${line}\n`);
      url ??= /^Redress runs at (\S+)/.exec(line)?.[1];
      const [, role = '', token = ''] = /^ {2}(agent|supervisor) +(\S+)/.exec(line) ?? [];
      tokens.set(role, token);
      const [agent, supervisor] = [tokens.get('agent'), tokens.get('supervisor')];
      if (url !== undefined && agent !== undefined && supervisor !== undefined) {
        child.stdout.resume();
        return new OwnProcess(url, agent, supervisor, child, dataDir);
      }
    }
    throw new Error(`it did not start:\n${printed.join('')}`);
  }

  /** SIGKILL to node and all that it started, PostgreSQL included. */
  async killEverything(): Promise<void> {
    const postmaster = await this.postmasterPid();
    const gone = once(this.child, 'exit');
    kill(-(this.child.pid ?? 0), 'SIGKILL');
    kill(-postmaster, 'SIGKILL');
    await gone;
  }

  /** SIGKILL to node alone: what it had sent to a database on its own stays there. */
  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** The pid of PostgreSQL's first process. */
  async postmasterPid(): Promise<number> {
    const [pid] = (await readFile(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
    return Number(pid);
  }

  /** Ends it as Ctrl-C does; gives the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await gone;
    return this.child.exitCode;
  }

  static async remove(dataDir: string): Promise<void> {
    await rm(dataDir, { recursive: true, force: true });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.agentToken}`, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async get<Body>(path: string): Promise<{ readonly status: number; readonly body: Body }> {
    const answer = await fetch(`${this.url}${path}`, {
      headers: { Authorization: `Bearer ${this.agentToken}` },
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

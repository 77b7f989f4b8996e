import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { NewEvent } from '@redress/kernel';

/** A script of this folder, running in a process group of its own. */
export class TestProcess {
  /** What it has printed so far, whole lines only. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #printed = new Set<() => void>();

  /**
   * @param script its file name
   * @param sample the event that it sends again and again, each time with an id of its own
   */
  constructor(script: string, sample: NewEvent, ...args: readonly string[]) {
    const register = require.resolve('@swc-node/register');
    const child = spawn(
      process.execPath,
      ['-r', register, join(__dirname, script), JSON.stringify(sample), ...args],
      {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    this.#closed = once(child, 'close');
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      const lines = (text + part).split('\n');
      text = lines.pop() ?? '';
      this.lines.push(...lines);
      for (const wake of this.#printed) wake();
    });
  }

  /** Resolves when it has printed so many lines; rejects where it ends before. */
  async printed(count: number): Promise<void> {
    while (this.lines.length < count) {
      if (this.#child.exitCode !== null) throw new Error(`ended with ${String(this.#child.exitCode)}`);
      await Promise.race([new Promise<void>((resolve) => this.#printed.add(resolve)), this.#closed]);
    }
  }

  /** Resolves when it has ended by itself; rejects where it failed. */
  async ended(): Promise<void> {
    await this.#closed;
    if (this.#child.exitCode !== 0)
      throw new Error(`ended with ${String(this.#child.exitCode ?? this.#child.signalCode)}`);
  }

  /** Kills the whole group, as the operating system would; resolves when all it printed is in `lines`. */
  async kill(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('it never started');
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // gone already
    }
    await this.#closed;
  }
}

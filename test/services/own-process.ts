import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A script of this folder in a process of its own, which can be paused, woken and killed. */
export class OwnProcess {
  /** What it has printed so far. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #heard = new Set<() => void>();

  constructor(script: string, ...args: readonly string[]) {
    const child = spawn(
      process.execPath,
      ['-r', require.resolve('@swc-node/register'), join(__dirname, script), ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    this.#child = child;
    this.#ended = once(child, 'close');
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line);
      for (const wake of this.#heard) wake();
    });
  }

  /** Resolves with the first line, printed already or to come, that holds this text and stands at or after `from`. */
  async line(text: string, from = 0): Promise<string> {
    for (;;) {
      const found = this.lines.slice(from).find((line) => line.includes(text));
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null) throw new Error(`it ended with ${String(this.#child.exitCode)}`);
      await Promise.race([new Promise<void>((resolve) => this.#heard.add(resolve)), this.#ended]);
    }
  }

  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** At once, whatever it is doing; a paused one too. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

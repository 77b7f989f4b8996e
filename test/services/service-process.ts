import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../libs/platform/src/database/native-process';

/** What is missing or in the way, with its mend; shown without a stack. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/** A service that runs: its process, and the port it listens to on 127.0.0.1. */
export interface Running {
  readonly pid: number;
  readonly port: number;
}

const pidFile = (folder: string): string => join(folder, 'pid.json');

/** The service that was started in a folder and still runs; a number that went to another program counts as none. */
export async function runningIn(folder: string): Promise<Running | undefined> {
  const text = await readFile(pidFile(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const running = JSON.parse(text) as Running;
  return isAlive(running.pid) && isOf(folder, running.pid) ? running : undefined;
}

export async function noteRunning(folder: string, running: Running): Promise<void> {
  await writeFile(pidFile(folder), `${JSON.stringify(running)}\n`);
}

/** Whether the folder is on the process's command line; where the system has no /proc to ask, it is believed. */
function isOf(folder: string, pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

/** Ends what runs in a folder: asks first, and kills what has not ended in time. Gives whether there was anything. */
export async function stopRunning(
  folder: string,
  options: { readonly signal: NodeJS.Signals; readonly withinMs: number },
): Promise<boolean> {
  const running = await runningIn(folder);
  if (running !== undefined) {
    process.kill(running.pid, options.signal);
    const killAt = Date.now() + options.withinMs;
    while (isAlive(running.pid)) {
      if (Date.now() > killAt) process.kill(running.pid, 'SIGKILL');
      await pause(20);
    }
  }
  await rm(pidFile(folder), { force: true });
  return running !== undefined;
}

/** Throws a ServiceError where somebody listens to the port. */
export async function claimPort(service: string, port: number, option: string): Promise<void> {
  const taken = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
  if (taken) {
    throw new ServiceError(
      `${service}: port ${String(port)} is taken by another program. Stop it, or give another port: ${option}`,
    );
  }
}

/** Runs a program to its end, in the caller's environment: proxies and mirrors are named there. `failed`: it is missing, or ended badly. */
export function runTool(
  command: string,
  args: readonly string[],
): Promise<{ readonly failed: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: `${stdout}${stderr}` });
    });
  });
}

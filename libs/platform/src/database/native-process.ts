import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { reasonOf } from './reason-of';

/** The user a program is to run as; left out where it is the one that runs node. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** How a program ended. `code` is null where it could not be started or a signal ended it; `output` is what it said. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * The environment of PostgreSQL's programs: none of the caller's PG* variables or secrets, and messages in English, because
 * they are read here.
 */
export function nativeEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', LANG: 'C' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

/** Runs a program to its end. Never rejects: a program that can't be started is an outcome too. */
export function run(command: string, args: readonly string[], cwd: string, runAs?: RunAs): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      ...runAs,
      cwd,
      env: nativeEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => {
      resolve({ code: null, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** Whether the process is there. Another user's counts; a dead one that its parent has not collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return reasonOf(error).code === 'EPERM';
  }
  return !statusLine(pid).includes(') Z ');
}

/** What the kernel says of a process, its program's name in brackets; empty where it is gone or the system has no /proc. */
export function statusLine(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return '';
  }
}

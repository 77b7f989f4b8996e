import { readdir, readFile, readlink } from 'node:fs/promises';

/** Of /proc/<pid>/stat: Linux gives CPU time to programs in hundredths of a second, whatever it counts in itself. */
const TICKS_PER_SECOND = 100;

/** A program whose CPU time is looked at. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Whether its children's time is its own, as with PostgreSQL, which has one for each connection. */
  readonly withChildren?: boolean;
}

/** CPU time of programs since this watch began. On a system without /proc there is none, and nothing is said of it. */
export class CpuWatch {
  readonly #beganAt = performance.now();

  private constructor(
    private readonly programs: readonly Program[],
    private readonly before: ReadonlyMap<string, number>,
  ) {}

  static async begin(programs: readonly Program[]): Promise<CpuWatch> {
    return new CpuWatch(programs, await secondsOfAll(programs));
  }

  /** CPU seconds of each, as `<name>CpuSeconds`. */
  async seconds(): Promise<Record<string, number>> {
    return this.#since('CpuSeconds', 1);
  }

  /** The share of one core that each took, in percent, as `<name>CpuPercent`. */
  async percent(): Promise<Record<string, number>> {
    const now = performance.now();
    return this.#since('CpuPercent', 100_000 / (now - this.#beganAt));
  }

  async #since(what: string, factor: number): Promise<Record<string, number>> {
    const now = await secondsOfAll(this.programs);
    return Object.fromEntries(
      [...now].map(([name, seconds]) => [
        `${name}${what}`,
        Math.max(0, (seconds - (this.before.get(name) ?? 0)) * factor),
      ]),
    );
  }
}

/** The program that this process has started on a script; none where it has not, or can't be looked at. */
export async function startedOn(name: string, script: string): Promise<Program[]> {
  for (const pid of await pids()) {
    if ((await statOf(pid))?.parent !== process.pid) continue;
    const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(script)) return [{ name, pid }];
  }
  return [];
}

/** The program that listens at a port of this machine; none where it is elsewhere, or may not be looked at. */
export async function listeningAt(name: string, port: number): Promise<Program[]> {
  const sockets = await listeningSockets(port);
  for (const pid of sockets.size === 0 ? [] : await pids()) {
    const files = await readdir(`/proc/${String(pid)}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${String(pid)}/fd/${file}`).catch(() => '');
      if (sockets.has(target)) return [{ name, pid }];
    }
  }
  return [];
}

/** As /proc/<pid>/fd calls them. */
async function listeningSockets(port: number): Promise<Set<string>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  );
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const LISTENS = '0A';
  return new Set(
    tables
      .flatMap((table) => table.split('\n'))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => local?.endsWith(wanted) === true && state === LISTENS)
      .map((fields) => `socket:[${fields[9] ?? ''}]`),
  );
}

async function secondsOfAll(programs: readonly Program[]): Promise<Map<string, number>> {
  const stats = new Map<number, Stat>();
  for (const pid of programs.length === 0 ? [] : await pids()) {
    const stat = await statOf(pid);
    if (stat !== undefined) stats.set(pid, stat);
  }
  const seconds = new Map<string, number>();
  for (const { name, pid, withChildren = false } of programs) {
    const own = stats.get(pid);
    if (own === undefined) continue;
    const children = withChildren ? [...stats.values()].filter(({ parent }) => parent === pid) : [];
    const ofChildren = children.reduce((sum, child) => sum + child.seconds, 0);
    seconds.set(name, own.seconds + ofChildren + (withChildren ? own.endedChildrenSeconds : 0));
  }
  return seconds;
}

interface Stat {
  readonly parent: number;
  readonly seconds: number;
  readonly endedChildrenSeconds: number;
}

/** Undefined where it has ended. */
async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  // The program's name comes before in brackets, and may hold anything.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  const [, parent, ...rest] = fields.map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = rest.slice(9);
  return {
    parent: parent ?? 0,
    seconds: (user + system) / TICKS_PER_SECOND,
    endedChildrenSeconds: (endedUser + endedSystem) / TICKS_PER_SECOND,
  };
}

async function pids(): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  return entries.map(Number).filter(Number.isInteger);
}

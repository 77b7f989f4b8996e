import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Bench } from './bench';
import { startNode, type Child } from './child';
import { CpuWatch } from './cpu-times';
import { quantile, type Measured } from './measure';
import { startProduct, type Product } from './product';
import { registrationBody } from './registration-load';

const BOARDS = 500;
const TEAMS = Array.from({ length: 20 }, (_, n) => `team-${String(n)}`);
const TEAMS_OF_A_BOARD = 4;
/** Registrations start two clocks, responses stop one: three events and two in turn make fifty in a second. */
const COMMANDS_PER_SECOND = 20;
const EVENTS_PER_COMMAND = 2.5;

/** After one in so many commands it is asked for as well, so that what the push takes is told from what the read model takes. */
const ASKED_EVERY = 5;

/** After the last command, so long until what is not there is not counted as late but as lost. */
const SETTLE_MS = 3_000;

const teamsOf = (board: number): readonly string[] =>
  Array.from({ length: TEAMS_OF_A_BOARD }, (_, n) => TEAMS[(board + n * 7) % TEAMS.length] ?? '');

const query = (board: number): string =>
  teamsOf(board)
    .map((team) => `team=${team}`)
    .join('&');

/** What makes the boards change: gives which change it is. */
type Act = (n: number) => Promise<string>;

const programOf = (file: string): string[] => ['-r', '@swc-node/register', join(__dirname, file)];

async function startBoards(
  address: (board: number) => string,
  token: string,
): Promise<Child & { readonly url: string }> {
  const addresses = TEAMS.map((_, board) => address(board)); // after these they watch the same teams again
  const child = await startNode(
    [...programOf('boards.process.ts'), JSON.stringify(addresses), String(BOARDS), token],
    {},
    (line) => /The boards are at (\S+)/.exec(line)?.[1],
  );
  return { ...child, url: child.ready };
}

/** Acts at a steady rate, and gives how long it took until each board that was concerned had the change, from the answer to the command. */
async function deliver(
  boards: Child & { readonly url: string },
  act: Act,
  from: number,
  seconds: number,
): Promise<number[]> {
  const answered = new Map<string, number>();
  const under: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < COMMANDS_PER_SECOND * seconds; n++) {
    const waitMs = began + (n * 1_000) / COMMANDS_PER_SECOND - performance.now();
    if (waitMs > 0) await pause(waitMs);
    under.push(
      act(from + n).then((key) => {
        answered.set(key, performance.timeOrigin + performance.now());
      }),
    );
  }
  await boards.during(Promise.all(under));
  await pause(SETTLE_MS);
  const arrivals = new Map((await (await fetch(boards.url)).json()) as [string, number[]][]);
  const expected = (BOARDS * TEAMS_OF_A_BOARD) / TEAMS.length;
  return [...answered].flatMap(([key, at]) => {
    const times = arrivals.get(key) ?? [];
    if (times.length !== expected)
      throw new Error(`${String(times.length)} of ${String(expected)} boards were told of ${key}`);
    return times.map((time) => Math.max(0, time - at));
  });
}

async function residentMib(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1_024;
}

async function measure(
  server: Child,
  boards: Child & { readonly url: string },
  act: Act,
  seconds: number,
): Promise<Measured> {
  await deliver(boards, act, 0, 3);
  const before = await residentMib(server.pid);
  const cpu = await CpuWatch.begin([
    { name: 'server', pid: server.pid },
    { name: 'boards', pid: boards.pid },
  ]);
  const delays = await deliver(boards, act, 3 * COMMANDS_PER_SECOND, seconds);
  return {
    value: quantile(delays, 0.99),
    also: {
      p50Ms: quantile(delays, 0.5),
      maxMs: Math.max(...delays.slice(0, 100_000)),
      deliveriesPerSecond: delays.length / seconds,
      ...(await cpu.percent()),
      beforeMiB: before,
      afterMiB: await residentMib(server.pid),
    },
  };
}

const post = async (url: string, body: string, headers: Record<string, string> = {}): Promise<unknown> => {
  const answer = await fetch(url, { method: 'POST', body, headers });
  if (!answer.ok) throw new Error(`POST ${url} answered ${String(answer.status)}: ${await answer.text()}`);
  return answer.json();
};

/**
 * Registers a case, and responds to the one of a second ago, in turn.
 * @param seenMs gets how long it took until who asked for the change was answered, now and then
 */
async function acting(product: Product, seenMs: number[] = []): Promise<Act> {
  const authorization = `Bearer ${await product.token('shift-leader')}`;
  const ids = new Map<number, string>();
  const command = async (path: string, body: object): Promise<string> => {
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const url = `${product.url}/v1/complaints${path}`;
    const { id, readToken } = (await post(url, JSON.stringify(body), headers)) as {
      id: string;
      readToken: string;
    };
    if (commands++ % ASKED_EVERY === 0) void seen(id, readToken);
    return id;
  };
  let commands = 0;
  const seen = async (id: string, readToken: string): Promise<void> => {
    const answeredAt = performance.now();
    const headers = { authorization, 'redress-read-token': readToken };
    const answer = await fetch(`${product.url}/v1/complaints/${id}/clocks`, { headers });
    await answer.arrayBuffer();
    seenMs.push(performance.now() - answeredAt);
  };
  return async (n) => {
    const team = TEAMS[(n >> 1) % TEAMS.length];
    const id = ids.get(n - 1 - COMMANDS_PER_SECOND);
    if (n % 2 === 1 && id !== undefined) {
      await command(`/${id}/respond`, {});
      return `${id} first-response met`;
    }
    const registered = await command('', { ...registrationBody(n), team });
    ids.set(n, registered);
    // The other clock may have stopped before a board that is told late is told of its start.
    return `${registered} resolution running`;
  };
}

/** A frame as the product sends it, in length and make. */
const frameOf = (complaintId: string, clock: string, team: string): string => {
  const freshness = { now: '2026-01-05T09:00:00.000Z', secondsBehind: 0, stale: false };
  const at = '2026-01-05T10:00:00.000Z';
  const policy = { name: 'round-the-clock', version: 1, rule: 2 };
  const row = {
    complaintId,
    clock,
    instance: 1,
    cycle: 1,
    reference: null,
    state: 'running',
    startedAt: at,
    dueAt: at,
  };
  const more = {
    marks: [],
    nearMarks: [],
    breachedAt: null,
    endedAt: null,
    correctedFrom: null,
    team,
    agent: null,
    priority: 3,
  };
  return `id: 1-100000\nevent: clock\ndata: ${JSON.stringify({ freshness, ...row, ...more, policy })}\n\n`;
};

/** 500 boards open, and 50 events a second. */
export const liveBoards: Bench = {
  name: 'live-boards',
  aim: 'p99 under 500 ms; less than half a core',
  unit: 'ms (p99)',
  notes: [
    `${String(BOARDS)} boards over HTTP from a process of their own, each of ${String(TEAMS_OF_A_BOARD)} of ${String(TEAMS.length)} teams; ${String(COMMANDS_PER_SECOND)} commands a second (registered, responded to) make ${String(COMMANDS_PER_SECOND * EVENTS_PER_COMMAND)} events`,
    'from the answer to a command until a board has the change; a change that does not reach every board concerned fails the run',
    'askedP99Ms: likewise, until the answer to a question that waits for the command with its read token',
    'serverCpuPercent: of one core, of the whole process, commands and read models included; quietCpuPercent: the same without boards',
    'floor: a bare HTTP server that writes as many and as long frames to as many connections when it is told',
  ],
  runs: 3,
  open: ({ server, quick }) => {
    const seconds = quick ? 5 : 20;
    return Promise.resolve({
      async product() {
        const database = await server.createDatabase();
        const product = await startProduct(database);
        try {
          const act = await acting(product);
          const quiet = await CpuWatch.begin([{ name: 'quiet', pid: product.pid }]);
          for (let n = 0; n < COMMANDS_PER_SECOND * 5; n++) {
            await act(n);
            await pause(1_000 / COMMANDS_PER_SECOND);
          }
          const alone = await quiet.percent();
          const token = await product.token('supervisor');
          const boards = await startBoards((board) => `${product.url}/v1/clocks/live?${query(board)}`, token);
          try {
            const seenMs: number[] = [];
            const measured = await measure(product, boards, await acting(product, seenMs), seconds);
            const askedP99Ms = quantile(seenMs, 0.99);
            return { ...measured, also: { ...measured.also, askedP99Ms, ...alone } };
          } finally {
            await boards.stop();
          }
        } finally {
          await product.stop();
          await server.dropDatabase(database);
        }
      },
      async floor() {
        const child = await startNode(
          programOf('boards-floor.process.ts'),
          {},
          (line) => /The floor is at (\S+)/.exec(line)?.[1],
        );
        const boards = await startBoards((board) => `${child.ready}/?${query(board)}`, 'none');
        try {
          const act: Act = async (n) => {
            const team = TEAMS[(n >> 1) % TEAMS.length] ?? '';
            const id = randomUUID();
            const clocks = n % 2 === 0 ? ['first-response', 'resolution'] : ['first-response'];
            await post(`${child.ready}/${team}`, clocks.map((clock) => frameOf(id, clock, team)).join(''));
            return `${id} ${clocks.at(-1) ?? ''} running`;
          };
          return await measure(child, boards, act, seconds);
        } finally {
          await boards.stop();
          await child.stop();
        }
      },
    });
  },
};

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock, type EpochMs } from '@redress/kernel';
import { createLogger } from '@redress/platform';
import { readPolicyFile } from '@redress/policies';
import { policyFile, startRedress, type Redress } from '../../apps/all-in-one/src/start-redress';
import { replay, replayClient, type ReplayOptions } from './replay';
import { askReport, askVerdicts, type ReplayReport } from './report';
import { commandsOf } from './servicenow-commands';
import { readDeskRows, type DeskRow, type MalformedRow } from './servicenow-rows';

export interface ReplayRequest {
  readonly file: string;
  /** A name under policies/, or the path of a YAML file. */
  readonly policy: string;
  readonly stepMs: number;
  readonly asOf: EpochMs;
  /** A server to make a fresh instance on; without one the built-in PostgreSQL is started in a folder that is removed afterwards. */
  readonly databaseUrl?: string;
  /** Only the first so many cases of the file. */
  readonly cases?: number;
  readonly onMalformed?: (row: MalformedRow) => void;
  readonly onProgress?: ReplayOptions['onProgress'];
}

export interface ReplayResult {
  readonly report: ReplayReport;
  readonly verdicts: string;
}

/**
 * Lives a file of a service desk again on a fresh instance with a virtual clock, and asks it for the figures.
 * @param look what else to ask of the instance before it is stopped
 */
export async function replayServicenow(
  request: ReplayRequest,
  look?: (redress: Redress) => Promise<void>,
): Promise<ReplayResult> {
  const { cases, rows, rowsSkipped } = await readCases(request);
  const lives = [...cases.values()].map((one) => ({ commands: commandsOf(one, request.asOf) }));
  const first = Math.min(request.asOf, ...lives.flatMap(({ commands }) => commands[0]?.at ?? []));
  const clock = new VirtualClock(first);
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-replay-'));
  const redress = await startRedress({
    settings: {
      ...(request.databaseUrl === undefined ? {} : { databaseUrl: request.databaseUrl }),
      dataDir,
      host: '127.0.0.1',
      port: 0,
      logLevel: 'warn',
      masterKey: randomBytes(32),
      policy: request.policy,
      // Nobody is to be called about what happened elsewhere, long ago.
      contactPolicy: 'no-follow-up',
      authority: 'front-line',
      feedPartitions: 8,
    },
    logger: createLogger({ level: 'error' }),
    clock,
  });
  try {
    await replay(lives, { ...request, redress, clock });
    await redress.caughtUp();
    const client = await replayClient(redress);
    try {
      const { name } = readPolicyFile(policyFile(request.policy));
      const report = await askReport(client, name, request.asOf, { rows, rowsSkipped });
      const verdicts = await askVerdicts(client, [...cases.keys()]);
      await look?.(redress);
      return { report, verdicts };
    } finally {
      await client.close();
    }
  } finally {
    await redress.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The rows of each case, in file order; cases in the order of their first appearance. */
async function readCases({ file, cases: limit = Infinity, onMalformed }: ReplayRequest) {
  const cases = new Map<string, DeskRow[]>();
  let rows = 0;
  let rowsSkipped = 0;
  const skip = (row: MalformedRow): void => {
    rowsSkipped++;
    onMalformed?.(row);
  };
  for await (const row of readDeskRows(file, skip)) {
    const known = cases.get(row.number);
    if (known === undefined && cases.size >= limit) continue;
    rows++;
    if (known === undefined) cases.set(row.number, [row]);
    else known.push(row);
  }
  return { cases, rows, rowsSkipped };
}

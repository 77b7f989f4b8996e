import type { EpochMs } from '@redress/kernel';
import { readPolicyFile } from '@redress/policies';
import { policyFile } from '@redress/policies';
import type { ReplayInstance } from './instance';
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
 * Lives a file of a service desk again on a fresh instance, and asks it for the figures.
 * @param start makes the instance, its clock at the instant that is given
 * @param look what else to ask of the instance before it is stopped
 */
export async function replayServicenow<Instance extends ReplayInstance>(
  request: ReplayRequest,
  start: (policy: string, from: EpochMs) => Promise<Instance>,
  look?: (instance: Instance) => Promise<void>,
): Promise<ReplayResult> {
  const { cases, rows, rowsSkipped } = await readCases(request);
  const lives = [...cases.values()].map((one) => ({ commands: commandsOf(one, request.asOf) }));
  const first = Math.min(request.asOf, ...lives.flatMap(({ commands }) => commands[0]?.at ?? []));
  const instance = await start(request.policy, first);
  try {
    await replay(lives, { ...request, redress: instance });
    await instance.caughtUp();
    const client = await replayClient(instance);
    try {
      const { name } = readPolicyFile(policyFile(request.policy));
      const report = await askReport(client, name, request.asOf, { rows, rowsSkipped });
      const verdicts = await askVerdicts(client, [...cases.keys()]);
      await look?.(instance);
      return { report, verdicts };
    } finally {
      await client.close();
    }
  } finally {
    await instance.stop();
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

/**
 * Works through the log of DATABASE_URL once and ends: what-if.process.ts asks what office hours would have made of all its cases;
 * what-if.process.ts plainly only reads it in order, its JSON parsed. Prints a line of JSON.
 */
import { readFileSync } from 'node:fs';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, toIso } from '@redress/kernel';
import { policyFile, PolicyShelf } from '@redress/policies';
import { answerWhatIf } from '@redress/what-if';
import { Client } from 'pg';

const MIB = 2 ** 20;
const PAGE = 1_000;

const databaseUrl = process.env['DATABASE_URL'] ?? '';

async function ask(): Promise<object> {
  const clock = new SystemClock();
  const store = new PostgresEventStore(databaseUrl, clock);
  const answer = await answerWhatIf(
    { from: toIso(0), to: toIso(clock.now()), policyYaml: readFileSync(policyFile('office-hours'), 'utf8') },
    { store, policies: new PolicyShelf(store, 'round-the-clock'), now: clock.now() },
  );
  await store.close();
  return { cases: Object.values(answer.cases).reduce((sum, n) => sum + n, 0), flips: answer.flips.total };
}

async function readPlainly(): Promise<object> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  let [after, read] = ['0', 0];
  for (;;) {
    const { rows } = await client.query<{ position: string; data: object }>({
      name: 'page',
      text: 'SELECT position, stream, type, occurred_at, data FROM event_store.events WHERE position > $1 ORDER BY position LIMIT $2',
      values: [after, PAGE],
    });
    read += rows.length;
    after = rows.at(-1)?.position ?? after;
    if (rows.length < PAGE) break;
  }
  await client.end();
  return { read };
}

async function main(): Promise<void> {
  const [beganAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const done = await (process.argv[2] === 'plainly' ? readPlainly() : ask());
  const seconds = (performance.now() - beganAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuSeconds = (user + system) / 1_000_000;
  const peakMiB = process.resourceUsage().maxRSS / (MIB / 1_024);
  process.stdout.write(`${JSON.stringify({ ...done, seconds, cpuSeconds, peakMiB })}\n`);
}

void main();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newId, VirtualClock } from '@redress/kernel';
import { makeTopics } from '@redress/wiring';
import { readSettings } from '@redress/platform';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import { describeWithKafka } from '../services/with-kafka';
import { runRedress, type RunningRedress } from '../support/running-redress';

const PROGRAM = resolve(__dirname, '../../docs/build-your-own-projection/first_response_verdicts.py');
const PYTHON = process.env['GUIDE_PYTHON'];

const START = Date.parse('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;
const KINDS = ['complaint', 'enquiry', 'request'] as const;

interface Figures {
  readonly groups: readonly { readonly met: number; readonly missed: number }[];
}

/** What the guide promises: the same figure as the API's, whatever happens to the program on the way. */
describeWithKafka('the projection of the guide', (brokers) => {
  if (PYTHON === undefined) {
    it.skip('SKIPPED: needs Python with confluent-kafka; set GUIDE_PYTHON to such an interpreter', () =>
      undefined);
    return;
  }
  const clock = new VirtualClock(START);
  const topicPrefix = `test-${newId()}.`;
  let running: RunningRedress;
  let folder: string;
  let agent: string;
  let analyst: string;

  beforeAll(async () => {
    const kafka = { brokers, topicPrefix, tls: false };
    await makeTopics({ ...readSettings({}), kafka, feedPartitions: 4 });
    running = await runRedress({ clock, kafka });
    folder = await mkdtemp(join(tmpdir(), 'redress-guide-'));
    agent = await running.token('agent', { id: 'agent-1' });
    analyst = await running.token('analyst');
  }, 60_000);

  afterAll(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
    const admin = new KafkaAdmin(brokers);
    for (const topic of await admin.topics(topicPrefix)) await admin.deleteTopic(topic);
  });

  const tell = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await running.call<{ id: string }>('POST', path, { as: agent, body });
    expect([path, answer.status < 300]).toEqual([path, true]);
    return answer.body;
  };

  /** A morning: some are answered in time, some late, some never. */
  const live = async (cases: number): Promise<void> => {
    const ids: string[] = [];
    for (let n = 0; n < cases; n++) {
      const { id } = await tell('/v1/complaints', {
        kind: KINDS[n % KINDS.length],
        category: 'billing',
        channel: 'phone',
        priority: 2,
        customer: { name: 'Wang Fang' },
        description: 'Charged twice.',
      });
      ids.push(id);
    }
    const respond = (ids: readonly string[]) =>
      Promise.all(ids.map((id) => tell(`/v1/complaints/${id}/respond`, { channel: 'phone' })));
    await respond(ids.filter((_, n) => n % 5 < 3));
    clock.advanceTo(clock.now() + HOUR_MS);
    await running.redress.look();
    await respond(ids.filter((_, n) => n % 5 === 3));
    await running.redress.caughtUp();
  };

  /** Runs the program, and kills it once it has handled so many events where that is said. */
  const project = async (database: string, killAfterMs?: number): Promise<unknown> => {
    const child = spawn(
      PYTHON,
      [
        PROGRAM,
        '--brokers',
        brokers.join(','),
        '--topic',
        `${topicPrefix}events.v1`,
        '--database',
        database,
        '--until-end',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    if (killAfterMs !== undefined) return undefined;
    expect(code).toBe(0);
    return JSON.parse(printed);
  };

  const ours = async (): Promise<Record<string, unknown>> => {
    const kinds = await Promise.all(
      KINDS.map(async (kind) => {
        const { body } = await running.call<Figures>(
          'GET',
          `/v1/figures/verdicts?kind=${kind}&clock=first-response`,
          { as: analyst },
        );
        const met = body.groups.reduce((sum, group) => sum + group.met, 0);
        const missed = body.groups.reduce((sum, group) => sum + group.missed, 0);
        return [kind, { met, missed }] as const;
      }),
    );
    return Object.fromEntries(kinds);
  };

  it('gives the figure of the API, killed on the way or not', async () => {
    const database = join(folder, 'verdicts.sqlite');
    await live(60);
    // At any moment: before it has read anything, in the middle of a batch, after the end.
    for (const killAfterMs of [150, 250, 350, 500]) await project(database, killAfterMs);
    expect(await project(database)).toEqual({ clock: 'first-response', kinds: await ours() });
    await live(30);
    await project(database, 300);
    const last = await project(database);
    expect(last).toEqual({ clock: 'first-response', kinds: await ours() });
    expect(last).toEqual(await project(join(folder, 'anew.sqlite')));
  }, 180_000);
});

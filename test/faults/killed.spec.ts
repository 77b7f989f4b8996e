import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '@redress/kernel';
import { OwnProcess } from './own-process';

const WRITERS = 32;
const ACKNOWLEDGED = 400;
/** The first response of a case is due this soon, so that it falls due while nothing runs; not so soon that it does before the kill. */
const POLICY = `
name: hasty
rules:
  - targets:
      first-response: { within: PT6S, marks: [50] }
      resolution: { within: PT2H, marks: [50] }
`;
const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Nobody' },
  description: 'Lost?',
};

interface TimelineItem {
  readonly type: string;
  readonly data: { readonly clock?: string; readonly dueAt?: string; readonly detectedAt?: string };
}

describe('killed with everything that it started, while 32 writers register', () => {
  let dataDir: string;
  let redress: OwnProcess;
  const acknowledged = new Map<string, string>();
  let killedAt: number;
  let restartedAt: number;

  beforeAll(async () => {
    dataDir = await OwnProcess.dataDir();
    const policy = join(dataDir, 'hasty.yaml');
    await writeFile(policy, POLICY);
    const first = await OwnProcess.start(dataDir, { POLICY: policy });
    let running = true;
    const enough = new Promise<void>((resolve) => {
      for (let writer = 0; writer < WRITERS; writer++) void write(resolve);
    });
    async function write(done: () => void): Promise<void> {
      while (running) {
        const key = newId();
        try {
          const answer = await first.post('/v1/complaints', CASE, { 'Idempotency-Key': key });
          if (answer.status === 201) acknowledged.set(key, ((await answer.json()) as { id: string }).id);
          if (acknowledged.size >= ACKNOWLEDGED) done();
        } catch {
          return; // killed
        }
      }
    }
    await enough;
    await first.killEverything();
    killedAt = Date.now();
    running = false;
    // Until the last first response is due.
    const due = Date.now() + 6_100;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (Date.now() < due) return;
        clearInterval(timer);
        resolve();
      }, 50);
    });
    restartedAt = Date.now();
    redress = await OwnProcess.start(dataDir, { POLICY: policy });
  }, 120_000);

  afterAll(async () => {
    await redress.stop();
    await OwnProcess.remove(dataDir);
  });

  const timeline = async (id: string): Promise<readonly TimelineItem[]> =>
    (await redress.get<{ items: readonly TimelineItem[] }>(`/v1/complaints/${id}/timeline`)).body.items;

  it('starts again with every acknowledged case, and no half of one', async () => {
    expect(acknowledged.size).toBeGreaterThanOrEqual(ACKNOWLEDGED);
    for (const id of acknowledged.values()) {
      const types = (await timeline(id)).map(({ type }) => type);
      expect(types.slice(0, 3)).toEqual(['ComplaintRegistered', 'ClockStarted', 'ClockStarted']);
    }
  }, 60_000);

  it('knows a command that is sent again after the crash', async () => {
    const [[key, id] = ['', '']] = acknowledged;
    const again = await redress.post('/v1/complaints', CASE, { 'Idempotency-Key': key });
    expect([again.status, await again.json()]).toEqual([
      200,
      expect.objectContaining({ id, changed: false }),
    ]);
  });

  it('has recorded once what fell due meanwhile, with when it was due and when it was seen', async () => {
    const [id = ''] = acknowledged.values();
    await expect(eventually(async () => breaches(await timeline(id)))).resolves.toHaveLength(1);
    let meanwhile = 0;
    for (const one of acknowledged.values()) {
      const [breach, ...more] = await eventually(async () => breaches(await timeline(one)));
      expect(more).toEqual([]);
      const [dueAt, detectedAt] = [breach?.data.dueAt ?? '', breach?.data.detectedAt ?? ''].map(Date.parse);
      expect(dueAt).toBeLessThan(restartedAt);
      // On a slow machine some fell due before the kill.
      if (dueAt === undefined || dueAt < killedAt) continue;
      meanwhile += 1;
      expect(detectedAt).toBeGreaterThanOrEqual(restartedAt);
    }
    expect(meanwhile).toBeGreaterThan(0);
  }, 60_000);
});

const breaches = (items: readonly TimelineItem[]) =>
  items.filter(({ type, data }) => type === 'ClockBreached' && data.clock === 'first-response');

/** The first answer that is not empty, asked for again and again for at most half a minute. */
async function eventually<Item>(ask: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const items = await ask();
    if (items.length > 0) return items;
  }
  return [];
}

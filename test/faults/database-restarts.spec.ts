import { newId } from '@redress/kernel';
import { OwnProcess } from './own-process';

const WRITERS = 16;
const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Nobody' },
};

describe('PostgreSQL killed under load', () => {
  let dataDir: string;
  let redress: OwnProcess;

  beforeAll(async () => {
    dataDir = await OwnProcess.dataDir();
    redress = await OwnProcess.start(dataDir);
  }, 60_000);

  afterAll(async () => {
    await redress.stop();
    await OwnProcess.remove(dataDir);
  });

  it('answers 503 with Retry-After meanwhile, and goes on by itself; sent again, each command is done once', async () => {
    const statuses = new Map<number, number>();
    const refusals: unknown[] = [];
    const keys = new Map<string, string>();
    let killed = false;
    let doneAfter = 0;

    /** Sends one command until it is done. */
    const register = async (): Promise<void> => {
      const key = newId();
      for (;;) {
        const answer = await redress.post('/v1/complaints', CASE, { 'Idempotency-Key': key });
        const body = (await answer.json()) as { id?: string };
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (body.id !== undefined) {
          keys.set(key, body.id);
          if (killed) doneAfter++;
          return;
        }
        refusals.push([answer.headers.get('retry-after') !== null, body]);
      }
    };
    const writer = async (): Promise<void> => {
      while (doneAfter < 200) await register();
    };
    const writers = Promise.all(Array.from({ length: WRITERS }, writer));
    while (keys.size < 200) await register();
    process.kill(await redress.postmasterPid(), 'SIGKILL');
    killed = true;
    await writers;

    expect([...statuses.keys()].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(statuses.get(503)).toBeGreaterThan(0);
    for (const refusal of refusals)
      expect(refusal).toEqual([true, expect.objectContaining({ code: 'unavailable' })]);
    expect(new Set(keys.values()).size).toBe(keys.size);
    for (const [key, id] of [...keys].slice(0, 50)) {
      const again = await redress.post('/v1/complaints', CASE, { 'Idempotency-Key': key });
      expect(await again.json()).toMatchObject({ id, changed: false });
    }
  }, 120_000);
});

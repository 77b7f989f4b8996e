import { VirtualClock } from '@redress/kernel';
import { dumpRows } from '@redress/read-model';
import { Pool } from 'pg';
import { PROJECTIONS } from '@redress/wiring';
import { openDesks } from '../../apps/demo/src/open-desks';
import { tellWeek } from '../../apps/demo/src/tell-week';
import { runRedress, type RunningRedress } from '../support/running-redress';

const UNTIL = Date.parse('2026-03-08T18:00:00Z');
const HOUR_MS = 3_600_000;
const CASES = 60;
/** Enough for what happens to one case in a hundred. */
const MANY_CASES = 400;
const TOLD = ['cases', 'resolutions', 'callbacks'];

describe('the demo', () => {
  const instances: RunningRedress[] = [];

  beforeAll(async () => {
    // On a clock that stands still: how long the telling takes changes nothing then.
    const clock = new VirtualClock(UNTIL + HOUR_MS);
    instances.push(await runRedress({ clock }), await runRedress({ clock }));
  });

  afterAll(async () => {
    for (const instance of instances) await instance.stop();
  });

  async function tell({ redress }: RunningRedress, seed: number, cases = CASES) {
    const desks = await openDesks(redress.url, (principal) => redress.issueToken(principal));
    const told = await tellWeek({ desk: desks.desk, seed, cases, until: UNTIL });
    await desks.close();
    await redress.caughtUp();
    return told;
  }

  /** Of what is told, once all that fell due in that week is recorded. */
  const rowsOf = async ({ redress, databaseUrl }: RunningRedress) => {
    await redress.look();
    await redress.caughtUp();
    const pool = new Pool({ connectionString: databaseUrl, max: 1 });
    const rows = [];
    for (const projection of PROJECTIONS.filter(({ name }) => TOLD.includes(name))) {
      rows.push(await dumpRows(pool, projection));
    }
    await pool.end();
    // Names of texts: they are derived with a key that each instance has for itself.
    return JSON.parse(
      JSON.stringify(rows, (name, value: unknown) => (/ref$/i.test(name) ? undefined : value)),
    ) as unknown;
  };

  it('tells a week without a refusal, the same for the same seed, and only once', async () => {
    const [one, other] = instances;
    if (one === undefined || other === undefined) throw new Error('not started');
    expect(await tell(one, 1)).toEqual({ told: CASES, refused: {} });
    const rows = await rowsOf(one);
    expect(await tell(one, 1)).toEqual({ told: CASES, refused: {} });
    expect(await rowsOf(one)).toEqual(rows);
    expect(await tell(other, 1)).toEqual({ told: CASES, refused: {} });
    expect(await rowsOf(other)).toEqual(rows);
  }, 240_000);

  it('shows every side of the work', async () => {
    const [instance] = instances;
    if (instance === undefined) throw new Error('not started');
    expect(await tell(instance, 2, MANY_CASES)).toEqual({ told: MANY_CASES, refused: {} });
    const as = await instance.token('supervisor');
    const count = async (path: string) =>
      (await instance.call<{ items: readonly object[] }>('GET', path, { as })).body.items.length;
    for (const path of [
      '/v1/complaints?phase=open',
      '/v1/complaints?phase=waiting',
      '/v1/complaints?phase=closed',
      ...['archived', 'refused', 'withdrawn', 'merged'].map((end) => `/v1/complaints?endedAs=${end}`),
      '/v1/complaints?severity=grave&archived=false',
      '/v1/complaints?followUp=unreachable',
      '/v1/approvals/waiting',
      '/v1/callbacks?purpose=follow-up&state=completed',
      '/v1/callbacks?purpose=promise',
      '/v1/promises?state=kept',
      '/v1/promises?state=owed',
      '/v1/promises?state=renegotiated',
    ]) {
      expect([path, (await count(path)) > 0]).toEqual([path, true]);
    }
  }, 240_000);
});

import { newId, SystemClock, toIso, type NewEvent } from '@redress/kernel';
import { Pool } from 'pg';
import { sql, Kysely, PostgresDialect } from 'kysely';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
const url = process.argv[2]!;
const ev = (): NewEvent => ({
  id: newId(),
  type: 'ComplaintAssigned',
  version: 1,
  occurredAt: toIso(Date.now()),
  actor: { id: 'agent-0012', kind: 'staff', role: 'agent' },
  correlationId: newId(),
  causationId: newId(),
  commandId: newId(),
  fingerprint: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  partitionKey: newId(),
  data: {
    complaintId: newId(),
    assignee: 'agent-0012',
    team: 'north',
    priority: 'high',
    category: 'billing',
  },
});
void (async () => {
  const pool = new Pool({ connectionString: url });
  await pool.query('drop schema if exists event_store cascade');
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  for (const m of Object.values(eventStoreMigrations.migrations)) await m.up(db);
  const store = new PostgresEventStore(url, new SystemClock());
  for (const withFollower of [false, true]) {
    const stop = new AbortController();
    let seen = 0;
    if (withFollower)
      void (async () => {
        const h = await store.head();
        for await (const b of store.follow({ ...(h ? { after: h } : {}), signal: stop.signal }))
          seen += b.length;
      })();
    for (const [n, total] of [
      [1, 3000],
      [32, 20000],
      [256, 60000],
    ] as const) {
      const t = performance.now();
      let left = total;
      const lat: number[] = [];
      await Promise.all(
        Array.from({ length: n }, async (_, w) => {
          const stream = `complaint-${newId()}`;
          let rev: number | 'none' = 'none';
          while (left-- > 0) {
            const s = performance.now();
            rev = (await store.append(stream, rev, [ev()])).revision;
            lat.push(performance.now() - s);
            void w;
          }
        }),
      );
      const s = (performance.now() - t) / 1000;
      lat.sort((a, b) => a - b);
      console.log({
        withFollower,
        waiting: n,
        perSecond: Math.round(total / s),
        p50: lat[lat.length >> 1]!.toFixed(2),
        p99: lat[Math.floor(lat.length * 0.99)]!.toFixed(2),
        seen,
      });
    }
    stop.abort();
  }
  for (const limit of [500, 2000]) {
    let after: string | undefined,
      n = 0;
    const t = performance.now();
    for (;;) {
      const b = await store.readAll({ ...(after ? { after } : {}), limit });
      if (!b.length) break;
      n += b.length;
      after = b.at(-1)!.position;
    }
    console.log({ limit, read: n, perSecond: Math.round((n / (performance.now() - t)) * 1000) });
  }
  await store.close();
  await db.destroy();
  void sql;
})();

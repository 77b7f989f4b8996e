import { VirtualClock } from '@redress/kernel';
import { type ReadModel } from '@redress/read-model';
import { runProjections } from '@redress/testing';
import { minute } from '../../../test/support/case-life';
import { dueMarks } from '@redress/clocks';
import { queues } from '@redress/queues';
import { cases } from '@redress/complaints';
import { TimerRows } from '../../clocks/src/due-marks/timer-rows';
import { AskQueueHandler } from '../../queues/src/queue/ask-queue.handler';
import { AskQueue } from '../../queues/src/queue/ask-queue.query';
import { AskNextActionHandler } from '../../queues/src/next-action/ask-next-action.handler';
import { AskNextAction } from '../../queues/src/next-action/ask-next-action.query';
import { AskCaseListHandler } from '../../complaints/src/case-view/ask-case-list.handler';
import { AskCaseList } from '../../complaints/src/case-view/ask-case-list.query';
import { goingClocks, placeOf } from './going-clocks/going-clocks.sql';
import { ClockWatch } from './live-clocks/clock-watch';
import { teamClocks } from '.';
jest.setTimeout(600000);
it('plans', async () => {
  const r = await runProjections(new VirtualClock(minute(0)), dueMarks, queues, cases, teamClocks);
  const q = (t: string, v: unknown[] = []) => r.database.pool.query(t, v);
  await q(
    `INSERT INTO read_model.due_marks (partition_key, stream, ledger, next_due_at, fact_id) SELECT n::text, 'complaint-'||n, '{"runs":[],"pauses":[],"latestFactAt":0}', 1000000+n, 'f' FROM generate_series(1,1000000) n`,
  );
  await q(`INSERT INTO read_model.queue_entries (partition_key, queue_kind, queue_name, order_key, kind, category, priority, tier, special_care, team, claimed, phase, registered_at, transfers, returns, clocks, next_due_at, paused, breached)
   SELECT n::text, CASE WHEN n%3=0 THEN NULL WHEN n%3=1 THEN 'team' ELSE 'agent' END, CASE WHEN n%3=0 THEN NULL ELSE 'x'||(n%50) END, '0|'||(2000000000000000+n*7919%1000003)||'|1|2|3|'||(2000000000000000+n)||'|'||n, 'complaint','c',3,'standard',false,'x'||(n%50),false,'open',n,0,0,'[]',n,false,'{}' FROM generate_series(1,200000) n`);
  await q(`INSERT INTO read_model.team_clocks (partition_key, has_left, team, clock, instance, cycle, state, started_at, due_at, marks, policy_name, policy_version, priority, change_no)
   SELECT n::text, false, 'x'||(n%50), 'resolution', 1, 1, CASE WHEN n%4=0 THEN 'running' ELSE 'met' END, n, n*7919%1000003, '[]','p',1,3,n FROM generate_series(1,400000) n`);
  await q(`UPDATE read_model.change_counters SET change_no = 400000`);
  await q(`INSERT INTO read_model.cases (partition_key, kind, category, channel, priority, tier, special_care, customer_id, policy_name, policy_version, phase, team, claimed, cycle, revision, registered_at, changed_at, transfers, returns, responses, notes, waits, resolutions, reopenings)
   SELECT n::text,'complaint','c','phone',n%5+1,'standard',false,'cu'||(n/3),'p',1,CASE WHEN n%5=0 THEN 'open' ELSE 'closed' END,'x'||(n%50),false,1,0,n,n,0,0,0,0,0,0,0 FROM generate_series(1,200000) n`);
  await q('ANALYZE');
  const rm: ReadModel = r.readModel;
  const time = async (name: string, f: () => Promise<unknown>) => {
    const ts: number[] = [];
    for (let i = 0; i < 20; i++) {
      const a = performance.now();
      await f();
      ts.push(performance.now() - a);
    }
    ts.sort((a, b) => a - b);
    console.log(name, 'median', ts[10]!.toFixed(1), 'max', ts[19]!.toFixed(1));
  };
  const timers = new TimerRows(rm);
  await time('lease 256 of 1M', () => timers.lease(1_900_000, 256, 60));
  await time('earliest', () => timers.earliestDueAt());
  const aq = new AskQueueHandler(rm);
  const p1 = await aq.execute(new AskQueue({ kind: 'team', name: 'x1' }, { limit: 50 }));
  await time('queue page', () =>
    aq.execute(new AskQueue({ kind: 'team', name: 'x1' }, { limit: 50, cursor: p1.nextCursor! })),
  );
  await time('next', () =>
    new AskNextActionHandler(rm).execute(new AskNextAction('nobody', ['x1', 'x2', 'x3'])),
  );
  const g = await goingClocks(rm.query, { team: 'x4', limit: 50 });
  await time('going page', () => goingClocks(rm.query, { team: 'x4', limit: 50, after: placeOf(g.at(-1)!) }));
  await time('watch 10 changes', async () => {
    const { generation } = (await rm.currentChange('team-clocks'))!;
    const w = new ClockWatch(rm, 'x4', `${String(generation)}-399500`);
    const f = await w.next();
    expect(f).toHaveLength(10);
  });
  await time('watch idle', async () => {
    const { generation } = (await rm.currentChange('team-clocks'))!;
    const w = new ClockWatch(rm, 'x4', `${String(generation)}-400000`);
    expect(await w.next()).toHaveLength(0);
  });
  const cl = new AskCaseListHandler(rm);
  await time('cases newest', () => cl.execute(new AskCaseList({ limit: 50 })));
  await time('cases team+phase', () =>
    cl.execute(new AskCaseList({ limit: 50, team: 'x5', phase: ['open'] })),
  );
  await time('cases customer', () => cl.execute(new AskCaseList({ limit: 50, customerId: 'cu77' })));
  await r.stop();
});

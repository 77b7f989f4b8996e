import { VirtualClock } from '@redress/kernel';
import { dumpRows } from '@redress/read-model';
import { recordedEvents, runProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../test/support/case-life';
import { dueMarks } from '@redress/clocks';
import { queues } from '@redress/queues';
import { cases } from '@redress/complaints';
import { teamClocks } from '.';
it('rebuilds alike', async () => {
  const all = [dueMarks, queues, cases, teamClocks];
  const running = await runProjections(new VirtualClock(minute(0)), ...all);
  for (let n = 0; n < 60; n++) {
    const steps: LifeStep[] = [[1, { type: 'TransferComplaint', team: n % 2 ? 'north' : 'south', agent: null }], [2, { type: 'StartWaiting', waitsFor: 'customer' }], [30, { type: 'ResumeComplaint' }], [70, { type: 'look' }], [80, { type: 'ReprioritiseComplaint', priority: 1 }], [90, {type: 'ResolveComplaint', resolvedBy: null}], [95, {type:'ReopenComplaint'}]];
    await running.record(`c${String(n)}`, ...recordedEvents(...caseLife(registration(`c${String(n)}`), ...steps.slice(0, n % 8))));
  }
  await running.shown();
  for (const p of all) {
    const before = await dumpRows(running.database.pool, p);
    await running.runner.rebuild(p.name);
    expect(await dumpRows(running.database.pool, p)).toEqual(before);
    expect(Object.values(before)[0]!.length).toBeGreaterThan(30);
  }
  await running.stop();
});

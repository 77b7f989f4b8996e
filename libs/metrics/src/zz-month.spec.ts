import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { caseDecider } from '../../complaints/src/domain/case-decider';
import { dueFacts } from '../../clocks/src/domain/keep-clocks';
import { parsePolicy } from '../../policies/src/policy-file';
import { Folding } from '../../read-model/src/fold';
import { tableSql } from '../../read-model/src/table-sql';
import { createTestDatabase } from '@redress/testing';
import { metricsProjection } from './metrics.projection';
import { exactSql, countSql, binnedSql } from './response-times/response-times.sql';
import { exactGroup, sketchedGroup } from './response-times/response-times-group';
import { groupsOf } from './asking/grouping';
import { caseFiguresSql } from './case-figures/case-figures.sql';
import { verdictCountsSql } from './verdict-figures/verdict-figures.sql';

const DIR = '/work/shared/data/servicenow/';
const at = (text: string) => {
  const m = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(text)!;
  return Date.UTC(+m[3]!, +m[2]! - 1, +m[1]!, +m[4]!, +m[5]!);
};
it('month', async () => {
  const expected = JSON.parse(readFileSync(DIR + 'expected.json', 'utf8'));
  const doc = parsePolicy(readFileSync('policies/round-the-clock.yaml', 'utf8'));
  const policy = { ...doc, version: 1, effectiveFrom: 0 } as any;
  const policies = { inForceAt: () => policy, version: () => policy };
  const rows: any[] = parse(gunzipSync(readFileSync(DIR + 'incidents-2016-03.csv.gz')), { columns: true });
  const cases = new Map<string, any[]>();
  for (const r of rows) (cases.get(r.number) ?? cases.set(r.number, []).get(r.number)!).push(r);
  const asOf = Date.parse(expected.asOf);
  const folding = new Folding(metricsProjection);
  const out: Record<string, any[]> = { figure_cases: [], figure_samples: [], figure_verdicts: [] };
  let events = 0, foldMs = 0;
  for (const [number, list] of cases) {
    const log: any[] = [];
    let state: any = caseDecider.initial;
    const send = (command: any, t: number) => {
      const made = caseDecider.decide({ ...command, occurredAt: t, now: asOf, policies, actor: { id: 'x', kind: 'integration', role: 'integration' }, why: {} }, state);
      for (const e of made) { state = caseDecider.evolve(state, e); log.push(e); }
    };
    const f = list[0];
    const opened = at(f.opened_at);
    const pr = (r: any) => Number(r.priority[0]);
    send({ type: 'RegisterComplaint', complaintId: 'c' + number, reference: number, kind: 'fault-report', category: 'c', channel: 'phone', priority: pr(f), tier: 'standard', specialCare: false, customerId: 'k', team: 'unassigned' }, opened);
    let t = opened, highest = 0, responded = false, priority = pr(f), prev = 'New';
    for (const r of list) {
      t = Math.max(t, at(r.sys_updated_at));
      if (t > asOf) continue;
      const s = r.incident_state;
      if (prev === 'Closed' && s !== 'Closed' && s !== 'Resolved') send({ type: 'ReopenComplaint' }, t);
      else if (prev === 'Resolved' && s !== 'Closed' && s !== 'Resolved') { /* reopen later */ }
      if (!(prev === 'Closed' && (s === 'Closed' || s === 'Resolved'))) {
        if (pr(r) !== priority) { send({ type: 'ReprioritiseComplaint', priority: pr(r) }, t); priority = pr(r); }
        if (+r.reassignment_count > highest) { send({ type: 'TransferComplaint', team: 'g' + r.assignment_group, agent: r.assigned_to === '?' ? null : r.assigned_to }, t); }
      }
      highest = Math.max(highest, +r.reassignment_count);
      if (prev === 'Resolved' && s !== 'Closed' && s !== 'Resolved') send({ type: 'ReopenComplaint' }, t);
      if (s !== 'New' && !responded) { responded = true; send({ type: 'RespondToComplaint' }, t); }
      const by = r.resolved_by === '?' ? null : r.resolved_by;
      if (s !== prev) {
        if (s === 'Awaiting User Info') send({ type: 'StartWaiting', waitsFor: 'customer' }, t);
        else if (s === 'Resolved') { if (prev !== 'Closed') send({ type: 'ResolveComplaint', resolvedBy: by }, t); }
        else if (s === 'Closed') { if (state.subject.phase !== 'closed') send({ type: 'CloseComplaint', resolvedBy: by }, t); }
        else if (prev === 'Awaiting User Info') send({ type: 'ResumeComplaint' }, t);
      }
      prev = s === 'Resolved' && prev === 'Closed' ? 'Closed' : s;
    }
    for (const e of dueFacts(state.clocks, asOf, asOf)) log.push(e);
    const group = folding.newGroup();
    const recorded = log.map((e, i) => ({ ...e, partitionKey: 'c' + number, position: String(i).padStart(9, '0'), stream: 'complaint-c' + number }));
    const t0 = performance.now();
    const waiting = folding.apply(recorded.filter((e) => metricsProjection.events.includes(e.type)), new Map([['c' + number, group]]), new Set());
    foldMs += performance.now() - t0;
    events += log.length;
    if (waiting.length) throw new Error(waiting[0]!.reason);
    for (const name of Object.keys(out)) for (const row of group.all(name)) out[name]!.push({ partition_key: 'c' + number, ...row });
  }
  console.log('events', events, 'fold ms', foldMs);
  const database = await createTestDatabase();
  await database.pool.query('CREATE SCHEMA read_model');
  for (const shape of folding.shapes.values()) {
    const s = tableSql(shape, 1);
    for (const c of s.create) await database.pool.query(c);
    await database.pool.query(`CREATE VIEW ${shape.name} AS SELECT * FROM read_model.${shape.name}__g1`);
    const all = out[shape.name]!;
    for (let i = 0; i < all.length; i += 2000) await database.pool.query(s.upsert, [JSON.stringify(all.slice(i, i + 2000))]);
  }
  const db = database.db as any;
  const measure = async (question: any) => {
    const asked = { question: { kind: ['all'], ...question }, zone: 'UTC', withinMs: undefined };
    const { rows } = await exactSql(asked as any).execute(db);
    const b = await binnedSql(asked as any).execute(db);
    return { exact: groupsOf(question.by, rows).map((g) => exactGroup(g, undefined)), sketch: groupsOf(question.by, b.rows).map((g) => sketchedGroup(g, undefined)), n: (await countSql(asked as any, 1e6).execute(db)).rows };
  };
  const minutes: any = {};
  for (const [key, question] of Object.entries({ firstResponse: { measure: 'first-response', cycle: 1 }, firstResolution: { measure: 'resolution', cycle: 1 }, totalResolution: { measure: 'total-resolution' } })) {
    const r = await measure(question);
    const g = r.exact[0]!;
    minutes[key] = { n: g.n, mean: +(g.meanMs! / 60000).toFixed(4), p50: g.p50Ms! / 60000, p90: +(g.p90Ms! / 60000).toFixed(4), p95: +(g.p95Ms! / 60000).toFixed(4), p99: +(g.p99Ms! / 60000).toFixed(4), max: g.maxMs! / 60000 };
    console.log(JSON.stringify(r));
  }
  expect(minutes).toEqual(expected.minutes);
  const agents = (await measure({ measure: 'resolution', cycle: 1, by: 'agent' })).exact;
  expect(agents.filter((a) => a.group !== null).slice(0, 10).map((a) => [a.group, a.n])).toEqual(expected.resolvedByAgentTop10);
  expect(agents.filter((a) => a.group !== null)).toHaveLength(expected.agents);
  const c = (await caseFiguresSql({ kind: ['all'] } as any, 'UTC').execute(db)).rows[0]!;
  console.log(c);
  expect([c.n, c.closings, c.waits_customer, c.waited_ms_customer / 1000, c.priority_changes, c.reopened_cases, c.reopenings, c.resolutions, c.resolved_cases, c.transferred_cases, c.transfers]).toEqual(
    ['cases', 'closings', 'customerPauses', 'pausedSeconds', 'priorityChanges', 'reopenedCases', 'reopenings', 'resolutions', 'resolvedCases', 'transferredCases', 'transfers'].map((k) => expected[k]));
  const byP: any = {};
  for (const clock of ['first-response', 'resolution'] as const) {
    const { rows } = await verdictCountsSql({ kind: ['all'], clock, cycle: 1, by: 'priority' } as any, 'UTC').execute(db);
    for (const g of groupsOf('priority', rows)) {
      const n = (v: string) => g.rows.filter((r) => r.verdict === v).reduce((s, r) => s + r.n, 0);
      byP[`${clock} P${g.name}`] = { met: n('met'), missed: n('missed') };
    }
    const warned = rows.filter((r) => r.marks.includes(80)).reduce((s, r) => s + r.n, 0);
    expect(warned).toBe(expected.sla['round-the-clock'][clock].warned80);
  }
  expect(byP).toEqual(expected.slaByPriority['round-the-clock']);
  await database.drop();
}, 120000);

import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { metricsProjection } from '../metrics.projection';
import { HOUR, sampleDesk, START, type SampleDesk } from './fixtures/sample-desk';
import { responseTimeList } from './response-time-list';
import type { ResponseTimesAnswer, ResponseTimesQuestion } from './response-times.dto';

const namesAndCounts = ({ groups }: ResponseTimesAnswer) => groups.map(({ group, n }) => [group, n]);

describe('response times', () => {
  let projections: RunningProjections;
  let desk: SampleDesk;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
    desk = sampleDesk(projections);
  });
  afterAll(() => projections.stop());

  it('answers the share within a duration, or of targets met', async () => {
    await desk.given(
      { value_ms: HOUR, verdict: 'met' },
      { value_ms: HOUR + 1, verdict: 'met' },
      { value_ms: 3 * HOUR, verdict: 'missed' },
      { value_ms: 9 * HOUR },
    );
    const [byDuration] = (await desk.ask({ within: 'PT1H' })).groups;
    expect(byDuration?.within).toEqual({ target: 'PT1H', count: 1, of: 4, share: 0.25 });
    const [byVerdict] = (await desk.ask()).groups;
    expect(byVerdict?.within).toEqual({ target: null, count: 2, of: 3, share: 2 / 3 });
  });

  it('lists what is behind them a page at a time, the slowest first, and measures clocks that policies define', async () => {
    const slow = [5, 7, 7, 1, 7].map(
      (hours) => ({ value_ms: hours * HOUR, measure: 'x-crew-sent' }) as const,
    );
    await desk.given(...slow, { value_ms: 99 * HOUR });
    const reader = new FigureReader(projections.readModel);
    const pages: string[][] = [];
    for (let cursor: string | undefined; pages.length === 0 || cursor !== undefined;) {
      const asked = { measure: 'x-crew-sent', kind: ['complaint'], limit: 2 } as const;
      const paging = cursor === undefined ? asked : { ...asked, cursor };
      const { items, nextCursor } = await responseTimeList(paging).page(reader, paging);
      pages.push(items.map(({ complaintId, tookMs }) => `${String(complaintId)} ${String(tookMs / HOUR)} h`));
      cursor = nextCursor;
    }
    expect(pages).toEqual([['case-1 7 h', 'case-2 7 h'], ['case-4 7 h', 'case-0 5 h'], ['case-3 1 h']]);
    const own = await desk.ask({ measure: 'x-crew-sent' });
    expect(own).toMatchObject({ definitionName: 'own-clock', groups: [{ n: 5, maxMs: 7 * HOUR }] });
  });

  it('says so where nothing was measured', async () => {
    await desk.given();
    expect((await desk.ask()).groups).toEqual([
      {
        group: null,
        n: 0,
        meanMs: null,
        p50Ms: null,
        p90Ms: null,
        p95Ms: null,
        p99Ms: null,
        maxMs: null,
        within: { target: null, count: 0, of: 0, share: null },
      },
    ]);
    const split = await desk.ask({ by: 'agent', kind: ['complaint', 'enquiry'] });
    expect(split).toMatchObject({ groups: [], kinds: { complaint: 0, enquiry: 0 } });
  });

  it('keeps kinds, measures and cycles apart', async () => {
    await desk.given(
      {},
      { kind: 'enquiry' },
      { kind: 'enquiry' },
      { kind: 'praise' },
      { measure: 'first-response' },
      { cycle: 2 },
    );
    expect(await desk.ask()).toMatchObject({ groups: [{ n: 2 }], kinds: { complaint: 2 } });
    expect((await desk.ask()).kinds).toEqual({ complaint: 2 });
    expect((await desk.ask({ cycle: 1 })).groups).toMatchObject([{ n: 1 }]);
    expect((await desk.ask({ kind: ['praise', 'enquiry'] })).kinds).toEqual({ enquiry: 2, praise: 1 });
    expect(await desk.ask({ kind: ['all'], by: 'kind' })).toMatchObject({
      groups: [
        { group: 'complaint', n: 2 },
        { group: 'enquiry', n: 2 },
        { group: 'praise', n: 1 },
      ],
      kinds: { complaint: 2, enquiry: 2, praise: 1, quote: 0 },
    });
  });

  it('filters by every dimension, with several values where asked', async () => {
    await desk.given(
      {},
      { category: 'delivery' },
      { channel: 'email' },
      { tier: 'vip' },
      { priority: 1 },
      { team: 'south' },
      { agent: 'ben' },
      { agent: null },
      { policy_name: 'office-hours', policy_version: 2 },
    );
    const counts = async (question: Partial<ResponseTimesQuestion>) =>
      (await desk.ask(question)).groups[0]?.n;
    expect(await counts({})).toBe(9);
    expect(await counts({ category: ['delivery'] })).toBe(1);
    expect(await counts({ channel: ['email', 'phone'] })).toBe(9);
    expect(await counts({ tier: ['vip'] })).toBe(1);
    expect(await counts({ priority: [1, 2] })).toBe(1);
    expect(await counts({ team: ['south'] })).toBe(1);
    expect(await counts({ agent: ['ben', 'cleo'] })).toBe(1);
    expect(await counts({ policy: 'office-hours' })).toBe(1);
    expect(await counts({ policyVersion: 1 })).toBe(8);
    expect(await counts({ agent: ['anna'], team: ['south'] })).toBe(1);
  });

  it('takes a range of registrations, or of what happened, from inclusive to exclusive', async () => {
    await desk.given(
      { registered_at: START, happened_at: START + 5 * HOUR },
      { registered_at: START + HOUR, happened_at: START + 2 * HOUR },
    );
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-01T02:00:00+01:00' };
    const registered = await desk.ask(range);
    expect(registered.groups).toMatchObject([{ n: 1 }]);
    expect(registered.range).toEqual({
      on: 'registered',
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-01T01:00:00.000Z',
    });
    expect((await desk.ask({ ...range, on: 'happened' })).groups).toMatchObject([{ n: 0 }]);
    expect((await desk.ask({ from: '2026-03-01T02:00:00Z', on: 'happened' })).groups).toMatchObject([
      { n: 2 },
    ]);
    const upsideDown = desk.ask({ from: range.to, to: '2026-03-01T00:00:00Z' });
    await expect(upsideDown).rejects.toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('orders agents by how much they did, and equal ones by their first case', async () => {
    await desk.given(
      { agent: 'zoe', registered_at: START + 9, reference: null, partition_key: 'z' },
      { agent: 'zoe', registered_at: START + 7, reference: 'INC-0007', partition_key: 'y' },
      { agent: 'ben', registered_at: START + 7, reference: 'INC-0008', partition_key: 'a' },
      { agent: 'ben', registered_at: START + 8 },
      { agent: 'anna' },
      { agent: null },
      { agent: null },
      { agent: null },
    );
    const { groups } = await desk.ask({ by: 'agent' });
    expect(groups.map(({ group, n }) => [group, n])).toEqual([
      [null, 3],
      ['zoe', 2],
      ['ben', 2],
      ['anna', 1],
    ]);
    expect(groups[1]?.first).toEqual({
      complaintId: 'y',
      reference: 'INC-0007',
      registeredAt: '2026-03-01T00:00:00.007Z',
    });
  });

  it('orders priorities from the most urgent on', async () => {
    await desk.given(
      { priority: 5 },
      { priority: 5 },
      { priority: 1 },
      { priority: 4 },
      { priority: 4 },
      { priority: 4 },
    );
    expect(namesAndCounts(await desk.ask({ by: 'priority' }))).toEqual([
      ['1', 1],
      ['4', 3],
      ['5', 2],
    ]);
  });

  it('refuses a target that is no running time', async () => {
    await expect(desk.ask({ within: 'P1D' })).rejects.toMatchObject({ status: 400 });
  });
});

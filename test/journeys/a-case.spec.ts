import { VirtualClock } from '@redress/kernel';
import { createParser } from 'eventsource-parser';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE_MS = 60_000;
const at = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

interface Listed<Item> {
  readonly items: readonly Item[];
}
interface CaseClock {
  readonly clock: string;
  readonly cycle: number;
  readonly state: string;
  readonly dueAt: string | null;
}
interface Frame {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: { readonly clock?: string; readonly state?: string; readonly clocks?: readonly CaseClock[] };
}

describe('a case, from the call to the second solution', () => {
  const clock = new VirtualClock(START);
  let running: RunningRedress;
  let agent: string;
  let leader: string;
  let id: string;
  let readToken = '';

  beforeAll(async () => {
    running = await runRedress({ clock });
    agent = await running.token('agent', { id: 'agent-1' });
    leader = await running.token('shift-leader', { id: 'leader-1' });
  });

  afterAll(() => running.stop());

  const tell = async (step: string, body: unknown = {}, as = agent): Promise<void> => {
    const answer = await running.call<{ readToken: string }>('POST', `/v1/complaints/${id}/${step}`, {
      as,
      body,
    });
    expect([step, answer.status, answer.body]).toEqual([
      step,
      200,
      expect.objectContaining({ changed: true }),
    ]);
    readToken = answer.body.readToken;
  };
  const ask = async <Body>(path: string, as = agent): Promise<Body> => {
    const answer = await running.call<Body>('GET', path, {
      as,
      headers: { 'Redress-Read-Token': readToken },
    });
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body;
  };
  const clocks = async () =>
    (await ask<readonly CaseClock[]>(`/v1/complaints/${id}/clocks`)).map(
      ({ clock: name, cycle, state, dueAt }) => [name, cycle, state, dueAt],
    );
  const pool = () => ask<Listed<{ complaintId: string }>>('/v1/queues/teams/billing');
  const own = () => ask<Listed<{ complaintId: string }>>('/v1/queues/agents/agent-1');

  it('stands in the pool of its team, with its clocks running', async () => {
    const answer = await running.call<{ id: string; readToken: string }>('POST', '/v1/complaints', {
      as: agent,
      body: {
        kind: 'complaint',
        category: 'billing',
        channel: 'phone',
        priority: 2,
        customer: { name: '王芳', phones: ['+86 10 5555 0101'], language: 'zh-Hans-CN' },
        description: '同一个月扣了两次费。',
        remedySought: 'Refund one of the two charges.',
      },
    });
    ({ id, readToken } = answer.body);
    expect((await pool()).items).toEqual([
      expect.objectContaining({ complaintId: id, nextDueAt: at(30), nextClock: 'first-response' }),
    ]);
    expect(await ask('/v1/queues/next')).toMatchObject({ item: { complaintId: id } });
    expect(await clocks()).toEqual([
      ['first-response', 1, 'running', at(30)],
      ['resolution', 1, 'running', at(480)],
    ]);
  });

  it('moves to the queue of the agent who claims it', async () => {
    await tell('claim');
    expect((await pool()).items).toEqual([]);
    expect((await own()).items).toEqual([expect.objectContaining({ complaintId: id, claimed: true })]);
  });

  it('meets its first response, and its resolution stands still while the customer is waited for', async () => {
    clock.advanceTo(START + 20 * MINUTE_MS);
    await tell('respond', { channel: 'phone' });
    await tell('wait', { waitsFor: 'customer', note: 'Sends us the statement.' });
    expect(await clocks()).toEqual([
      ['first-response', 1, 'met', at(30)],
      ['resolution', 1, 'paused', null],
    ]);
    clock.advanceTo(START + 80 * MINUTE_MS);
    await tell('resume');
    expect((await clocks())[1]).toEqual(['resolution', 1, 'running', at(480 + 60)]);
    const { intervals } = await ask<{ intervals: readonly { state: string; lengthMs: number }[] }>(
      `/v1/complaints/${id}/clocks/resolution/explanation?instance=1`,
    );
    expect(intervals.slice(0, 2).map(({ state, lengthMs }) => [state, lengthMs / MINUTE_MS])).toEqual([
      ['running', 20],
      ['paused', 60],
    ]);
  });

  it('is due sooner under a higher priority, counted from the start, with the same pause', async () => {
    await tell('reprioritise', { priority: 1, reason: 'press-enquiry' });
    expect((await clocks())[1]).toEqual(['resolution', 1, 'running', at(240 + 60)]);
  });

  it('is seen live by a supervisor, who comes back without a gap', async () => {
    const supervisor = await running.token('supervisor');
    const first = await watch(supervisor, (frames) => frames.some(({ event }) => event === 'snapshot'));
    const lastId = first.findLast((frame) => frame.id !== undefined)?.id;
    await tell('resolve');
    const later = await watch(
      supervisor,
      (frames) => frames.some(({ data }) => data.clock === 'resolution'),
      lastId,
    );
    expect(later.find(({ event }) => event === 'clock')?.data).toMatchObject({
      clock: 'resolution',
      state: 'met',
    });
    expect(later.some(({ event }) => event === 'snapshot')).toBe(false);
  });

  it('begins a new cycle with new clocks when it is reopened, and the old verdicts stay', async () => {
    clock.advanceTo(START + 100 * MINUTE_MS);
    await tell('close', { reason: 'asked-by-letter' }, await running.token('supervisor'));
    await tell('reopen', { reason: 'not-satisfied' });
    await tell('transfer', { team: 'head-office' }, leader);
    expect(await clocks()).toEqual([
      ['first-response', 1, 'met', expect.anything()],
      ['follow-up', 1, 'closed', expect.anything()],
      ['resolution', 1, 'met', at(300)],
      ['first-response', 2, 'running', at(100 + 15)],
      ['resolution', 2, 'running', at(100 + 240)],
    ]);
    expect((await ask<Listed<unknown>>('/v1/queues/teams/head-office', leader)).items).toHaveLength(1);
  });

  it('tells its story, with texts and who did what in which role', async () => {
    const { items } = await ask<
      Listed<{
        type: string;
        actor: { id: string; role: string };
        texts: readonly { field: string; text: string }[];
      }>
    >(`/v1/complaints/${id}/timeline`);
    expect(items.map(({ type }) => type)).toEqual([
      'ComplaintRegistered',
      'ClockStarted',
      'ClockStarted',
      'ComplaintClaimed',
      'ComplaintResponded',
      'ClockStopped',
      'ComplaintWaitStarted',
      'ClocksPaused',
      'ComplaintResumed',
      'ClocksResumed',
      'ComplaintReprioritised',
      'ClockRetargeted',
      'ComplaintResolved',
      'ClockStopped',
      'ClockStarted',
      'ComplaintClosed',
      'ClockClosed',
      'ComplaintReopened',
      'ClockStarted',
      'ClockStarted',
      'ComplaintTransferred',
    ]);
    expect(items[0]?.texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['同一个月扣了两次费。', 'Refund one of the two charges.']),
    );
    expect(items[3]?.actor).toMatchObject({ id: 'agent-1', role: 'agent' });
    expect(items[1]?.actor).toMatchObject({ role: 'system' });
  });

  it('shows who is calling, and notes who looked', async () => {
    const view = await ask<{ customer: { id: string; name: string } }>(`/v1/complaints/${id}`);
    expect(view).toMatchObject({
      phase: 'open',
      cycle: 2,
      priority: 1,
      customer: { name: '王芳' },
      description: '同一个月扣了两次费。',
    });
    const accesses = await running.redress.engines.personalData.accessesTo(view.customer.id);
    expect(accesses.map(({ actorId }) => actorId)).toContain('agent-1');
  });

  it('counts in the figures', async () => {
    const analyst = await running.token('analyst');
    const { groups } = await ask<{ groups: readonly unknown[] }>(
      '/v1/figures/response-times?kind=complaint&measure=first-response&cycle=1',
      analyst,
    );
    expect(groups).toEqual([
      expect.objectContaining({ n: 1, meanMs: 20 * MINUTE_MS, p99Ms: 20 * MINUTE_MS }),
    ]);
  });

  /** Reads the live stream of the team until enough has come. */
  async function watch(
    as: string,
    enough: (frames: readonly Frame[]) => boolean,
    lastEventId?: string,
  ): Promise<readonly Frame[]> {
    const leave = new AbortController();
    const answer = await fetch(`${running.redress.url}/v1/teams/billing/clocks/live`, {
      headers: {
        Authorization: `Bearer ${as}`,
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
      },
      signal: leave.signal,
    });
    expect(answer.status).toBe(200);
    const frames: Frame[] = [];
    const parser = createParser({
      onEvent: ({ event, id: frameId, data }) =>
        frames.push({ event, id: frameId, data: JSON.parse(data) as Frame['data'] }),
    });
    const decoder = new TextDecoder();
    if (answer.body === null) throw new Error('no body');
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (enough(frames)) break;
    }
    leave.abort();
    return frames;
  }
});

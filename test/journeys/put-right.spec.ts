import { VirtualClock } from '@redress/kernel';
import { runRedress, type RunningRedress } from '../support/running-redress';

const START = Date.parse('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;
const at = (hours: number): string => new Date(START + hours * HOUR_MS).toISOString();

interface Listed<Item> {
  readonly items: readonly Item[];
}
interface Told {
  readonly id: string;
  readonly readToken: string;
  readonly suppressed?: { readonly rule: string; readonly nextAllowedAt: string } | null;
}
interface Call {
  readonly id: string;
  readonly state: string;
  readonly window: { readonly from: string; readonly to: string };
}

describe('a case that is put right, asked about, and put right again', () => {
  const clock = new VirtualClock(START);
  let running: RunningRedress;
  const tokens = new Map<string, string>();
  let id: string;

  beforeAll(async () => {
    running = await runRedress({ clock });
    for (const [name, role] of [
      ['agent-1', 'agent'],
      ['agent-2', 'agent'],
      ['leader-1', 'shift-leader'],
      ['head-office', 'supervisor'],
    ] as const) {
      tokens.set(name, await running.token(role, { id: name }));
    }
  });

  afterAll(() => running.stop());

  const as = (name: string) => ({ as: tokens.get(name) ?? '' });
  const tell = async (name: string, path: string, body: object = {}): Promise<Told> => {
    const answer = await running.call<Told & { changed: boolean }>('POST', path, { ...as(name), body });
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ body: { changed: true } });
    return answer.body;
  };
  const refused = async (name: string, path: string, body: object = {}): Promise<string> => {
    const answer = await running.call<{ code: string }>('POST', path, { ...as(name), body });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    return answer.body.code;
  };
  const ask = async <Body>(name: string, path: string): Promise<Body> => {
    await running.redress.caughtUp();
    const answer = await running.call<Body>('GET', path, as(name));
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
    return answer.body;
  };
  const items = async <Item>(name: string, path: string) => (await ask<Listed<Item>>(name, path)).items;
  const comeTo = async (hours: number): Promise<void> => {
    await running.redress.caughtUp();
    clock.advanceTo(START + hours * HOUR_MS);
    await running.redress.look();
  };
  const followUps = () => items<Call>('agent-1', `/v1/callbacks?complaintId=${id}&purpose=follow-up`);

  it('a remedy beyond the agent waits for a leader, is approved, offered, accepted and put into effect', async () => {
    ({ id } = await tell('agent-1', '/v1/complaints', {
      kind: 'complaint',
      category: 'billing',
      channel: 'phone',
      priority: 3,
      team: 'billing',
      customer: {
        name: 'Nobody',
        phones: ['+44 20 7946 0018'],
        timeZone: 'Europe/London',
        language: 'en-GB',
      },
      remedySought: 'The money back.',
    }));
    await tell('agent-1', `/v1/complaints/${id}/claim`);
    const { id: resolutionId } = await tell('agent-1', `/v1/complaints/${id}/resolutions`, {
      remedies: [{ kind: 'apology' }, { kind: 'refund', amount: { minor: 9_900, currency: 'GBP' } }],
      cause: 'double-charge',
    });
    const resolution = `/v1/complaints/${id}/resolutions/${resolutionId}`;
    expect(await items('agent-1', '/v1/approvals/waiting')).toEqual([]);
    expect(await items('leader-1', '/v1/approvals/waiting')).toMatchObject([
      {
        kind: 'remedy',
        complaintId: id,
        resolutionId,
        requestedBy: 'agent-1',
        exceeds: 'case',
        dueAt: at(4),
      },
    ]);
    expect(await refused('agent-1', `${resolution}/offer`)).toBe('illegal-resolution-step');
    await comeTo(1);
    await tell('leader-1', `${resolution}/approve`);
    expect(await items('leader-1', '/v1/approvals/waiting')).toEqual([]);
    await tell('agent-1', `${resolution}/offer`);
    await tell('agent-1', `${resolution}/accept`, { fulfilBy: at(30) });
    expect(await items('agent-1', '/v1/promises?open=true')).toMatchObject([
      { kind: 'remedy', complaintId: id, window: { to: at(30) }, owner: 'agent-1' },
    ]);
    // What became of the resolution changed the case: its ETag is the newest, and a command that carries it is taken.
    await running.redress.caughtUp();
    const { headers } = await running.call('GET', `/v1/complaints/${id}`, as('agent-1'));
    const noted = await running.call('POST', `/v1/complaints/${id}/notes`, {
      ...as('agent-1'),
      body: { note: 'Told accounting.' },
      headers: { 'If-Match': headers.get('ETag') ?? '' },
    });
    expect(noted.status).toBe(200);
    await comeTo(2);
    await tell('agent-1', `${resolution}/fulfil`, { resolve: true, reference: 'PAY-1' });
    expect(await ask('agent-1', `/v1/complaints/${id}`)).toMatchObject({
      phase: 'resolved',
      resolvedBy: 'agent-1',
    });
    const { resolutions } = await ask<{ resolutions: unknown[] }>(
      'agent-1',
      `/v1/complaints/${id}/resolutions`,
    );
    expect(resolutions).toMatchObject([{ state: 'fulfilled', approvedBy: 'leader-1', inForce: true }]);
  });

  it('a follow-up is owed by itself; closing unasked is refused', async () => {
    const [call] = await followUps();
    // A day later, as the contact policy says, and within three.
    expect(call).toMatchObject({
      state: 'scheduled',
      owner: 'agent-1',
      window: { from: at(26), to: at(74) },
    });
    expect(await refused('agent-1', `/v1/complaints/${id}/close`)).toBe('not-asked-yet');
    expect(await items('agent-1', '/v1/callbacks?due=true')).toEqual([]);
    await comeTo(26.1);
    expect(await items('agent-1', '/v1/callbacks?due=true')).toMatchObject([{ id: call?.id }]);
    expect(await items('agent-1', '/v1/queues/agents/agent-1')).toMatchObject([
      { item: 'callback', callbackId: call?.id, purpose: 'follow-up' },
    ]);
    expect(await refused('agent-2', `/v1/callbacks/${call?.id ?? ''}/claim`)).toBe('owner-first');
  });

  it('nobody is called at night; the attempt that was held back is on record', async () => {
    const [call] = await followUps();
    const callback = `/v1/callbacks/${call?.id ?? ''}`;
    await comeTo(37); // 22:00 in London
    const { suppressed } = await tell('agent-1', `${callback}/attempts`);
    expect(suppressed).toEqual({ rule: 'quiet-hours', nextAllowedAt: at(47) });
    await comeTo(47);
    expect(await tell('agent-1', `${callback}/attempts`)).toMatchObject({ suppressed: null });
    await tell('agent-1', `${callback}/outcome`, { outcome: 'no-answer' });
    expect(await tell('agent-1', `${callback}/attempts`)).toMatchObject({
      suppressed: { rule: 'spacing', nextAllowedAt: at(49) },
    });
    await comeTo(49.5);
    await tell('agent-1', `${callback}/attempts`);
    await tell('agent-1', `${callback}/outcome`, { outcome: 'reached' });
  });

  it('a dissatisfied answer reopens the case in a new cycle', async () => {
    const [call] = await followUps();
    await tell('agent-1', `/v1/callbacks/${call?.id ?? ''}/complete`, {
      answers: { satisfied: false, csat: 2, comment: 'It happened again.' },
    });
    expect(await ask('agent-1', `/v1/complaints/${id}`)).toMatchObject({ phase: 'open', cycle: 2 });
    const clocks = await ask<readonly object[]>('agent-1', `/v1/complaints/${id}/clocks`);
    expect(clocks).toContainEqual(
      expect.objectContaining({ clock: 'resolution', cycle: 2, state: 'running' }),
    );
    expect(clocks).toContainEqual(expect.objectContaining({ clock: 'follow-up', cycle: 1, state: 'met' }));
  });

  it('a promised call that is missed stays owed; kept late it stays broken, and counts as an answer', async () => {
    const { id: callbackId } = await tell('agent-1', '/v1/callbacks', {
      complaintId: id,
      purpose: 'promise',
      window: { from: at(51), to: at(53) },
    });
    await comeTo(54);
    const promised = () => items('agent-1', `/v1/promises?kind=callback&complaintId=${id}`);
    expect(await promised()).toMatchObject([{ state: 'broken', open: true, brokenAt: at(53) }]);
    expect(await items('agent-1', '/v1/callbacks?missed=true')).toMatchObject([{ id: callbackId }]);
    await tell('agent-2', `/v1/callbacks/${callbackId}/claim`);
    await tell('agent-2', `/v1/callbacks/${callbackId}/attempts`);
    await tell('agent-2', `/v1/callbacks/${callbackId}/outcome`, { outcome: 'reached' });
    await tell('agent-2', `/v1/callbacks/${callbackId}/complete`);
    expect(await promised()).toMatchObject([{ state: 'broken', open: false, lateSeconds: 3_600 }]);
    expect(await ask('agent-1', `/v1/complaints/${id}`)).toMatchObject({ responses: 2 });
  });

  it('satisfied in the end, it closes by itself and is archived; head office sees a grave case until then', async () => {
    await tell('agent-1', `/v1/complaints/${id}/severity`, { severity: 'grave', reason: 'press' });
    const board = () => items('head-office', '/v1/complaints?severity=grave&archived=false');
    expect(await board()).toMatchObject([{ id, severity: 'grave' }]);
    await tell('agent-1', `/v1/complaints/${id}/resolve`);
    await comeTo(54 + 25);
    const call = (await followUps()).find(({ state }) => state === 'scheduled');
    const callback = `/v1/callbacks/${call?.id ?? ''}`;
    await tell('agent-1', `${callback}/attempts`);
    await tell('agent-1', `${callback}/outcome`, { outcome: 'reached' });
    await tell('agent-1', `${callback}/complete`, { answers: { satisfied: true, csat: 5 } });
    expect(await ask('agent-1', `/v1/complaints/${id}`)).toMatchObject({ phase: 'closed', cycle: 2 });
    expect(await board()).toMatchObject([{ id }]);
    await tell('agent-1', `/v1/complaints/${id}/archive`);
    expect(await board()).toEqual([]);
  });

  it('the figures say what was promised, kept, paid, and how it was taken', async () => {
    const groups = async (path: string) =>
      (await ask<{ groups: unknown[] }>('head-office', `/v1/figures/${path}?kind=complaint`)).groups;
    expect(await groups('remedies')).toMatchObject([
      {
        remedies: { sought: 1, offered: 2, accepted: 2, fulfilled: 2 },
        amounts: [{ currency: 'GBP', promisedMinor: 9_900, paidMinor: 9_900, costMinor: 9_900 }],
      },
    ]);
    expect(await groups('promises')).toMatchObject([
      { kept: 3, broken: 1, keptLate: 1, owed: 0, keptShare: 0.75 },
    ]);
    expect(await groups('satisfaction')).toMatchObject([
      { answers: 2, satisfied: 1, dissatisfied: 1, csat: { n: 2, mean: 3.5 } },
    ]);
    expect(await groups('follow-ups')).toMatchObject([
      { resolved: 2, followedUp: 2, followUpRate: 1, inTime: 2, reach: 1, dissatisfiedShare: 0.5 },
    ]);
  });
});

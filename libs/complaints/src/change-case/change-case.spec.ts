import { SYSTEM_ACTOR, toIso, VirtualClock, type Actor, type CommandOrigin } from '@redress/kernel';
import { originOf, refusalOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { ChangeCase, type CaseChange } from './change-case.command';

const START = Date.UTC(2026, 2, 2, 9);
const LEADER: Actor = { id: 'leader-1', kind: 'staff', role: 'shift-leader' };
const RESOLVE = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
const CLOSE = { type: 'CloseComplaint', resolvedBy: 'agent-1' } as const;

describe('a change of a case', () => {
  const clock = new VirtualClock(START);
  let desk: RunningDesk;
  let id: string;

  beforeAll(async () => {
    desk = await runDesk({ clock });
  });
  afterAll(() => desk.stop());
  beforeEach(async () => {
    id = await desk.register('ann');
  });

  const send = (
    change: CaseChange,
    { occurredAt, ...origin }: Partial<CommandOrigin> & { occurredAt?: number } = {},
    complaintId = id,
  ) => desk.bus.execute(new ChangeCase(complaintId, change, {}, originOf(origin), occurredAt));
  const refusal = async (...sent: Parameters<typeof send>) => (await refusalOf(send(...sent))).code;
  const factOf = async (type: string, complaintId = id) =>
    (await desk.caseFacts(complaintId)).findLast((event) => event.type === type);

  it('closes unasked what the contact policy says, by what the case is now', async () => {
    expect(await refusal(CLOSE)).toBe('not-asked-yet');
    await send({ type: 'ReclassifyComplaint', kind: 'praise' });
    expect((await send(CLOSE)).changed).toBe(true);
    const praise = await desk.register('ann', { kind: 'praise' });
    await send({ type: 'ReclassifyComplaint', kind: 'complaint' }, {}, praise);
    expect(await refusal(CLOSE, {}, praise)).toBe('not-asked-yet');
  });

  it('knows who had refused the case when an appeal is decided', async () => {
    await send({ type: 'RefuseComplaint', reason: 'not-ours' }, { actor: LEADER });
    await send({ type: 'AppealComplaint' });
    const decide = { type: 'DecideAppeal', upheld: true } as const;
    expect(await refusal(decide, { actor: LEADER })).toBe('own-decision');
    expect((await send(decide, { actor: { ...LEADER, id: 'leader-2' } })).changed).toBe(true);
  });

  it('takes the customer to have been asked when it happened, unless that is said', async () => {
    await send(RESOLVE);
    clock.advanceTo(clock.now() + 60_000);
    const asked = { type: 'FollowUpComplaint', outcome: 'unreachable', close: false } as const;
    await send(asked);
    expect((await factOf('ComplaintFollowedUp'))?.data).toMatchObject({ askedAt: toIso(clock.now()) });
    const askedAt = clock.now() - 30_000;
    await send({ ...asked, outcome: 'satisfied', askedAt });
    expect((await factOf('ComplaintFollowedUp'))?.data).toMatchObject({ askedAt: toIso(askedAt) });
  });

  it('links to a case that is there', async () => {
    const link = (otherId: string) => ({ type: 'LinkComplaint', otherId, relation: 'related-to' }) as const;
    const refused = await refusalOf(send(link('nobody')));
    expect(refused).toMatchObject({
      kind: 'invalid',
      code: 'link-target-unknown',
      details: { errors: [{ field: 'otherId' }] },
    });
    expect(await refusal(link(id))).toBe('self-link');
    expect((await send(link(await desk.register('ben')))).changed).toBe(true);
  });

  it('merges into a case that is there and goes on', async () => {
    const merge = (into: string) => ({ type: 'MergeComplaint', into }) as const;
    expect(await refusal(merge('nobody'))).toBe('merge-target-unknown');
    expect(await refusal(merge(id))).toBe('self-link');
    const later = await desk.register('ben');
    await send(RESOLVE);
    expect((await send(merge(id), {}, later)).changed).toBe(true);
    // What was merged goes on elsewhere: no chain comes back.
    const last = await desk.register('cid');
    expect(await refusal(merge(later), {}, last)).toBe('merge-target-ended');
    await send({ type: 'ReopenComplaint' });
    await send({ type: 'WithdrawComplaint', reason: 'settled' });
    expect(await refusalOf(send(merge(id), {}, last))).toMatchObject({
      kind: 'conflict',
      code: 'merge-target-ended',
      details: { endedAs: 'withdrawn' },
    });
  });

  it('merges the later case into the earlier one, so that two are never merged into each other', async () => {
    const later = await desk.register('ben');
    const merge = (into: string) => ({ type: 'MergeComplaint', into }) as const;
    expect(await refusal(merge(later))).toBe('merge-into-later');
    expect((await send(merge(id), {}, later)).changed).toBe(true);
  });

  it('does a resent merge once, whatever became of the other case', async () => {
    const other = await desk.register('ben');
    const origin = originOf();
    await send({ type: 'MergeComplaint', into: id }, origin, other);
    await send({ type: 'WithdrawComplaint', reason: 'settled' });
    expect((await send({ type: 'MergeComplaint', into: id }, origin, other)).changed).toBe(false);
  });

  it('records late what Redress itself tells late', async () => {
    const seenAt = clock.now();
    clock.advanceTo(seenAt + 60_000);
    await send({ type: 'AcceptComplaint' });
    const late = { occurredAt: seenAt, actor: SYSTEM_ACTOR };
    await send({ type: 'RespondToComplaint' }, late);
    expect((await factOf('ComplaintResponded'))?.occurredAt).toBe(seenAt);
    const grave = { type: 'SetSeverity', severity: 'grave' } as const;
    expect(await refusal(grave, { occurredAt: seenAt })).toBe('occurred-out-of-order');
  });
});

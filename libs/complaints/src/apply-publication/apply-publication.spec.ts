import { furtherOrigin, reactionOrigin } from '@redress/automation';
import type { ClockRetargeted, VerdictReassessed } from '@redress/clocks';
import { toIso, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { ChangePolicy, progressOf, type PolicyChange } from '@redress/policies';
import { originOf } from '@redress/testing';
import { holdNextAppend } from '../../../../test/support/hold-append';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { cases } from '../case-view/cases.projection';
import { ChangeCase } from '../change-case/change-case.command';
import { ApplyPublication } from './apply-publication.automation';

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const NAME = 'round-the-clock';

const policy = (resolution: string): string =>
  `name: ${NAME}\nrules:\n  - targets:\n      resolution: { within: ${resolution} }\n`;

describe('a publication that touches more than new cases', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let apply: ApplyPublication;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, projections: [cases] });
    apply = desk.get(ApplyPublication);
  });
  afterEach(() => desk.stop());

  const later = (minutes: number): void => {
    clock.advanceTo(clock.now() + minutes * MINUTE);
  };
  const change = async (one: PolicyChange) =>
    (await desk.bus.execute(new ChangePolicy(NAME, one, originOf()))).number;
  const publish = async (
    resolution: string,
    terms: Extract<PolicyChange, { type: 'PublishDraft' }>['terms'] = {},
  ) => {
    const draft = await change({ type: 'DraftPolicy', text: policy(resolution) });
    return change({ type: 'PublishDraft', draft, terms });
  };
  const register = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => desk.register(`c-${String(index)}`)));
  const progress = async (version = 2) =>
    (await progressOf(desk.running.store, { name: NAME, version })).map(({ data }) => data);

  /** Lets all follow that follows. */
  async function settle(): Promise<void> {
    later(1);
    await desk.running.shown();
    let head: string | undefined;
    while (head !== (await desk.running.store.head())) {
      head = await desk.running.store.head();
      expect(await desk.deliver(apply)).toEqual([]);
    }
    await desk.running.shown();
  }

  const lastOf = async <Event extends RecordedEvent['data']>(id: string, type: string) =>
    (await desk.caseFacts(id)).findLast((event) => event.type === type)?.data as Event | undefined;
  const resolutionOf = async (id: string) =>
    (await lastOf<ClockRetargeted['data']>(id, 'ClockRetargeted'))?.target.within;

  it('leaves all others alone where it is for new cases', async () => {
    const [id] = await register(1);
    await publish('PT2H');
    await settle();
    expect(await progress()).toEqual([]);
    expect(await resolutionOf(id!)).toBeUndefined();
  });

  it('gives the open cases their targets, and says how far it is', async () => {
    const [open, closed] = await register(2);
    await desk.tell(
      closed!,
      { type: 'CloseComplaint', resolvedBy: null },
      {
        actor: { id: 'import', kind: 'integration', role: 'integration' },
      },
    );
    await publish('PT2H', { scope: 'open-cases' });
    const fresh = await desk.register('late');
    await settle();
    expect(await resolutionOf(open!)).toBe('PT2H');
    expect(await lastOf(closed!, 'ComplaintPolicyChanged')).toBeUndefined();
    expect(await lastOf(fresh, 'ComplaintPolicyChanged')).toBeUndefined();
    expect(await progress()).toMatchObject([
      { state: 'running', total: 2, done: 0, changed: 0, lastCaseId: null },
      { state: 'done', total: 2, done: 2, changed: 1 },
    ]);
  });

  it('goes on where it was killed, and touches each case once', async () => {
    const ids = (await register(103)).toSorted();
    await publish('PT2H', { scope: 'open-cases' });
    later(1);
    await desk.running.shown();
    const events = async () => desk.running.store.readAll({ limit: Infinity });
    const publication = (await events()).findLast(({ type }) => type === 'PolicyPublished')!;
    await desk.react(apply, publication);
    const begun = (await events()).findLast(({ type }) => type === 'PublicationProgressed')!;
    // The step died when it had told three of its cases.
    const origin = reactionOrigin(begun, apply.name);
    for (const id of ids.slice(0, 3)) {
      const order = { type: 'AdoptPolicy', policy: { name: NAME, version: 2 } } as const;
      await desk.bus.execute(new ChangeCase(id, order, {}, furtherOrigin(origin, id)));
    }
    await settle();
    expect(await progress()).toMatchObject([
      { state: 'running', total: 103, done: 0, changed: 0 },
      { state: 'running', total: 103, done: 100, changed: 100, lastCaseId: ids[99] },
      { state: 'done', total: 103, done: 103, changed: 103, lastCaseId: ids[102] },
    ]);
    for (const id of ids) {
      const changes = (await desk.caseFacts(id)).filter(({ type }) => type === 'ComplaintPolicyChanged');
      expect(changes).toHaveLength(1);
    }
  });

  it('stops where its version is withdrawn meanwhile', async () => {
    const [id] = await register(1);
    await publish('PT2H', { scope: 'open-cases' });
    later(1);
    await desk.running.shown();
    const log = await desk.running.store.readAll({ limit: Infinity });
    await desk.react(
      apply,
      log.findLast(({ type }) => type === 'PolicyPublished')!,
    );
    await change({ type: 'WithdrawPolicy', version: 2 });
    await settle();
    expect((await progress()).at(-1)).toMatchObject({ state: 'stopped', done: 0, total: 1 });
    expect(await resolutionOf(id!)).toBeUndefined();
  });

  it('counts the cases that its rows do not show yet', async () => {
    await register(20);
    await publish('PT2H', { scope: 'open-cases' });
    const log = await desk.running.store.readAll({ limit: Infinity });
    await desk.react(
      apply,
      log.findLast(({ type }) => type === 'PolicyPublished')!,
    );
    expect(await progress()).toMatchObject([{ state: 'running', total: 20 }]);
  });

  it('finds a case that was decided under the version before, and came on record when all was done', async () => {
    const [early] = await register(1);
    const slow = holdNextAppend(desk.running.store);
    const registering = desk.register('slow');
    await slow.setOff;
    await publish('PT2H', { scope: 'open-cases' });
    await settle();
    expect(await progress()).toMatchObject([{ total: 1 }, { state: 'done', done: 1 }]);
    later(10);
    slow.goOn();
    const late = await registering;
    expect((await desk.caseFacts(late))[0]?.data).toMatchObject({ policy: { version: 1 } });
    await settle();
    for (const id of [early!, late]) {
      const changes = (await desk.caseFacts(id)).filter(({ type }) => type === 'ComplaintPolicyChanged');
      expect(changes.map(({ data }) => data)).toMatchObject([{ policy: { version: 2 } }]);
      expect(await resolutionOf(id)).toBe('PT2H');
    }
  });

  it('leaves to its steps a case that is heard of late, and stood on the log before it', async () => {
    const [id] = await register(1);
    await publish('PT2H', { scope: 'open-cases' });
    const log = await desk.running.store.readAll({ limit: Infinity });
    const registered = log.findLast(({ type }) => type === 'ComplaintRegistered')!;
    await desk.react(apply, registered);
    expect(await lastOf(id!, 'ComplaintPolicyChanged')).toBeUndefined();
    await settle();
    expect((await progress()).at(-1)).toMatchObject({ done: 1, changed: 1 });
  });

  it('has what ended in the range judged again, both verdicts kept', async () => {
    const [intime, late, open] = await register(3);
    later(90);
    await desk.tell(intime!, { type: 'ResolveComplaint', resolvedBy: 'agent-1' });
    later(60);
    await desk.tell(late!, { type: 'ResolveComplaint', resolvedBy: 'agent-1' });
    later(1);
    const range = { from: toIso(START), to: toIso(clock.now()) };
    await publish('PT2H', { scope: 'reassess', range });
    await settle();
    const again = (id: string) => lastOf<VerdictReassessed['data']>(id, 'VerdictReassessed');
    expect(await again(intime!)).toMatchObject({ clock: 'resolution', judged: 'met', now: 'met' });
    expect(await again(late!)).toMatchObject({ judged: 'met', now: 'missed', policy: { version: 2 } });
    expect(await again(open!)).toBeUndefined();
    expect(await lastOf(open!, 'ComplaintPolicyChanged')).toBeUndefined();
    expect((await progress()).at(-1)).toMatchObject({
      state: 'done',
      changed: 2,
      verdicts: expect.arrayContaining([
        { judged: 'met', now: 'met', clocks: 1 },
        { judged: 'met', now: 'missed', clocks: 1 },
        // The first responses: that version promises none.
        { judged: 'met', now: 'closed', clocks: 2 },
      ]) as unknown,
    });
    // A later version reassesses the same clocks again.
    await publish('PT3H', { scope: 'reassess', range });
    await settle();
    expect(await again(late!)).toMatchObject({ judged: 'met', now: 'met', policy: { version: 3 } });
  });
});

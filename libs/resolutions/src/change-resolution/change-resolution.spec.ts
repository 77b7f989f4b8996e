import { randomBytes } from 'node:crypto';
import { EventStoreUnavailable, type ExpectedRevision } from '@redress/event-store';
import { newId, VirtualClock, type NewEvent } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import {
  BusyEventStore,
  createTestDatabase,
  InMemoryEventStore,
  refusalOf,
  type TestDatabase,
} from '@redress/testing';
import { ANN, APOLOGY, LIN, MAX, minute, refund, T0 } from '../../../../test/support/resolution-case';
import type { Remedy } from '../events';
import { resolutionDesk, type ResolutionDesk } from '../../../../test/support/resolution-desk';

const propose = (resolutionId: string, remedies: readonly Remedy[]) =>
  ({ type: 'ProposeResolution', resolutionId, remedies }) as const;
const approve = (resolutionId: string) => ({ type: 'ApproveResolution', resolutionId }) as const;
const decline = (resolutionId: string) =>
  ({ type: 'DeclineResolution', resolutionId, reason: 'too-much' }) as const;
const ASKED = ['ResolutionProposed', 'ResolutionApprovalRequested'];

/** Loses the database at the n-th append of a stream: before it was done, or before its answer came. */
class LosingEventStore extends InMemoryEventStore {
  #at: { readonly stream: string; readonly done: boolean } | undefined;

  loseAt(stream: string, done: boolean): void {
    this.#at = { stream, done };
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) {
    const lost = this.#at?.stream === stream ? this.#at : undefined;
    if (lost !== undefined) this.#at = undefined;
    if (lost?.done === false) throw new EventStoreUnavailable('gone');
    const appended = await super.append(stream, expected, events);
    if (lost !== undefined) throw new EventStoreUnavailable('gone');
    return appended;
  }
}

describe('changing the resolutions of a case', () => {
  let database: TestDatabase;
  let personalData: PostgresPersonalData;
  const clock = new VirtualClock(T0);

  beforeAll(async () => {
    database = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({
      pool: database.pool,
      masterKey: randomBytes(32),
      clock,
    });
    clock.advanceTo(minute(30));
  });
  afterAll(() => database.drop());

  const deskOn = async (store: InMemoryEventStore): Promise<ResolutionDesk> => {
    const desk = await resolutionDesk(store, personalData, clock);
    for (const id of ['1', '2', '3']) await desk.register(id);
    return desk;
  };
  const drawn = async (desk: ResolutionDesk, person = ANN) =>
    (await desk.draws(person)).map(({ resolutionId, amount }) => [resolutionId, amount.minor]);

  it('says, where it resolves a case, whether the contact policy asks about cases of its kind', async () => {
    const store = new InMemoryEventStore(clock);
    const desk = await deskOn(store);
    await desk.register('asked');
    await desk.register('unasked', undefined, 'enquiry');
    for (const id of ['asked', 'unasked']) {
      const resolutionId = `of-${id}`;
      await desk.send(id, propose(resolutionId, APOLOGY), { actor: ANN });
      const fulfil = { type: 'FulfilResolution', resolutionId, resolves: { resolvedBy: ANN.id } } as const;
      await desk.send(id, fulfil, { actor: ANN });
    }
    const resolvedAs = async (id: string) =>
      (await store.readStream(`complaint-${id}`)).find(({ type }) => type === 'ComplaintResolved')?.data;
    expect(await resolvedAs('unasked')).toMatchObject({ followUp: false });
    expect(await resolvedAs('asked')).not.toHaveProperty('followUp');
  });

  it('draws upon the authority of whoever approves, for what costs money', async () => {
    const desk = await deskOn(new InMemoryEventStore(clock));
    await desk.send('1', propose('r-1', refund(40)), { actor: ANN });
    await desk.send('2', propose('r-2', APOLOGY), { actor: ANN });
    await desk.send('3', propose('r-3', refund(120)), { actor: ANN });
    expect(await drawn(desk)).toEqual([['r-1', 40]]);
    await desk.send('3', approve('r-3'), { actor: LIN });
    expect(await drawn(desk, LIN)).toEqual([['r-3', 120]]);
    expect(await desk.facts('1')).toEqual(['ResolutionProposed', 'ResolutionApproved']);
    expect(await desk.facts('3')).toEqual([...ASKED, 'ResolutionApproved']);
  });

  it('asks for approval when the day of the proposer is used up, and draws nothing then', async () => {
    const desk = await deskOn(new InMemoryEventStore(clock));
    await desk.send('1', propose('r-1', refund(50)), { actor: ANN });
    await desk.send('2', propose('r-2', refund(45)), { actor: ANN });
    await desk.send('3', propose('r-3', refund(6)), { actor: ANN });
    expect(await desk.facts('3')).toEqual(ASKED);
    expect(await drawn(desk)).toEqual([
      ['r-1', 50],
      ['r-2', 45],
    ]);
  });

  it('refuses whom the day does not allow to approve, and says what is left', async () => {
    const desk = await deskOn(new InMemoryEventStore(clock));
    for (const [id, minor] of [
      ['1', 200],
      ['2', 190],
      ['3', 60],
    ] as const) {
      await desk.send(id, propose(`r-${id}`, refund(minor)), { actor: ANN });
    }
    await desk.send('1', approve('r-1'), { actor: LIN });
    await desk.send('2', approve('r-2'), { actor: LIN });
    const refusal = await refusalOf(desk.send('3', approve('r-3'), { actor: LIN }));
    expect(refusal).toMatchObject({
      kind: 'forbidden',
      code: 'beyond-authority',
      details: { exceeds: 'day', limit: 400, remaining: 10, currency: 'EUR' },
    });
    await desk.send('3', approve('r-3'), { actor: MAX });
    expect(await drawn(desk, MAX)).toEqual([['r-3', 60]]);
  });

  it('adds nothing when a command is sent again', async () => {
    const store = new InMemoryEventStore(clock);
    const desk = await deskOn(store);
    const again = { actor: ANN, commandId: newId() };
    const first = await desk.send('1', propose('r-1', refund(40)), again);
    const head = await store.head();
    const second = await desk.send('1', propose('r-1', refund(40)), again);
    expect(await store.head()).toBe(head);
    expect([first.changed, second.changed]).toEqual([true, false]);
    expect(second.revision).toBe(first.revision);
  });

  it('is decided once where two leaders approve and decline at once', async () => {
    for (const [mine, theirs] of [
      [approve, decline],
      [decline, approve],
      [approve, approve],
    ] as const) {
      const store = new BusyEventStore(clock);
      const desk = await deskOn(store);
      await desk.send('1', propose('r-1', refund(120)), { actor: ANN });
      const another = () => desk.send('1', theirs('r-1'), { actor: MAX });
      const idle = () => Promise.resolve();
      // An approval is drawn before it is appended to the stream of the case.
      store.letIn(...(mine === approve ? [idle, another] : [another]));
      const refusal = await refusalOf(desk.send('1', mine('r-1'), { actor: LIN }));
      const decision = theirs === approve ? 'approved' : 'declined';
      expect(refusal).toMatchObject({
        kind: 'conflict',
        code: 'already-decided',
        details: { decision, decidedBy: 'max', resolutionId: 'r-1' },
      });
      expect(await desk.facts('1')).toEqual([
        ...ASKED,
        theirs === approve ? 'ResolutionApproved' : 'ResolutionDeclined',
      ]);
      expect(await drawn(desk, LIN)).toEqual([]);
      expect(await drawn(desk, MAX)).toEqual(theirs === approve ? [['r-1', 120]] : []);
    }
  });

  it('keeps the draw of the one who was faster where the same leader approves twice at once', async () => {
    const store = new BusyEventStore(clock);
    const desk = await deskOn(store);
    await desk.send('1', propose('r-1', refund(120)), { actor: ANN });
    store.letIn(
      () => Promise.resolve(),
      () => desk.send('1', approve('r-1'), { actor: LIN }),
    );
    const slower = await desk.send('1', approve('r-1'), { actor: LIN });
    expect(slower.changed).toBe(false);
    expect(await desk.facts('1')).toEqual([...ASKED, 'ResolutionApproved']);
    expect(await drawn(desk, LIN)).toEqual([['r-1', 120]]);
  });

  it('keeps to the day of a person who works on two cases at once', async () => {
    const store = new BusyEventStore(clock);
    const desk = await deskOn(store);
    await desk.send('1', propose('r-1', refund(50)), { actor: ANN });
    // Both see 50 left.
    store.letIn(() => desk.send('2', propose('r-2', refund(40)), { actor: ANN }));
    await desk.send('3', propose('r-3', refund(40)), { actor: ANN });
    expect(await desk.facts('2')).toEqual(['ResolutionProposed', 'ResolutionApproved']);
    expect(await desk.facts('3')).toEqual(ASKED);
    expect(await drawn(desk)).toEqual([
      ['r-1', 50],
      ['r-2', 40],
    ]);
  });

  it('gives a draw back when another proposal was faster', async () => {
    const store = new BusyEventStore(clock);
    const desk = await deskOn(store);
    store.letIn(
      () => Promise.resolve(),
      () => desk.send('1', propose('r-2', APOLOGY), { actor: LIN }),
    );
    const refusal = await refusalOf(desk.send('1', propose('r-1', refund(50)), { actor: ANN }));
    expect(refusal).toMatchObject({ code: 'resolution-in-force', details: { resolutionId: 'r-2' } });
    expect(await drawn(desk)).toEqual([]);
  });

  it('goes on after a crash between the draw and the approval, and counts it once', async () => {
    const store = new LosingEventStore(clock);
    const desk = await deskOn(store);
    const again = { actor: ANN, commandId: newId() };
    store.loseAt('complaint-1', false);
    await expect(desk.send('1', propose('r-1', refund(50)), again)).rejects.toThrow(EventStoreUnavailable);
    expect(await drawn(desk)).toEqual([['r-1', 50]]);
    await desk.send('1', propose('r-1', refund(50)), again);
    expect(await desk.facts('1')).toEqual(['ResolutionProposed', 'ResolutionApproved']);
    await desk.send('2', propose('r-2', refund(50)), { actor: ANN });
    expect(await desk.facts('2')).toEqual(['ResolutionProposed', 'ResolutionApproved']);
  });

  it('keeps the draw for an approval whose answer was lost', async () => {
    const store = new LosingEventStore(clock);
    const desk = await deskOn(store);
    const again = { actor: ANN, commandId: newId() };
    store.loseAt('complaint-1', true);
    await expect(desk.send('1', propose('r-1', refund(50)), again)).rejects.toThrow(EventStoreUnavailable);
    const head = await store.head();
    await desk.send('1', propose('r-1', refund(50)), again);
    expect(await store.head()).toBe(head);
    expect(await drawn(desk)).toEqual([['r-1', 50]]);
  });

  it('keeps free text aside, and only refers to it', async () => {
    const customerId = newId();
    await personalData.findOrCreateCustomer({ proposedId: customerId, details: {} });
    const store = new InMemoryEventStore(clock);
    const desk = await deskOn(store);
    await desk.register('4', customerId);
    const details = 'half of the fee, as on the phone';
    await desk.send('4', { ...propose('r-4', APOLOGY), details }, { actor: ANN }, { note: 'she was kind' });
    const proposed = (await store.readStream('complaint-4')).find(
      ({ type }) => type === 'ResolutionProposed',
    );
    const { detailsRef, noteRef } = proposed?.data as Record<string, string>;
    const texts = await personalData.getTexts([detailsRef ?? '', noteRef ?? '']);
    expect([...texts.values()].toSorted()).toEqual([details, 'she was kind']);
    expect(JSON.stringify(await store.readAll({ limit: 100 }))).not.toMatch(/half of|kind of|she was/);
  });

  it('knows no case that was never registered', async () => {
    const desk = await deskOn(new InMemoryEventStore(clock));
    const refusal = await refusalOf(desk.send('9', propose('r-1', APOLOGY), { actor: ANN }));
    expect(refusal.kind).toBe('not-found');
  });
});

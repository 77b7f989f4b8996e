import { randomBytes } from 'node:crypto';
import { encodeCursor } from '@redress/http';
import { newId, toIso, VirtualClock, type Actor, type NewEvent } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import { AskCaseTimelineHandler } from './ask-case-timeline.handler';
import { AskCaseTimeline } from './ask-case-timeline.query';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const AGENT: Actor = { id: 'agent-7', kind: 'staff', role: 'agent' };
const READER = { actor: AGENT, purpose: 'case-timeline', correlationId: 'request-1' };

const event = (type: string, data: object): NewEvent => ({
  id: newId(),
  type,
  version: 1,
  occurredAt: toIso(T0),
  data,
  actor: AGENT,
  correlationId: 'c',
  causationId: 'c',
  commandId: newId(),
  partitionKey: '1',
});

describe('the timeline of a case', () => {
  let database: TestDatabase;
  let personalData: PostgresPersonalData;
  let ask: (
    complaintId: string,
    page: { limit: number; cursor?: string; newestFirst?: boolean },
    asOf?: number,
  ) => ReturnType<AskCaseTimelineHandler['execute']>;
  let customerId: string;

  beforeAll(async () => {
    const clock = new VirtualClock(T0);
    database = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({
      pool: database.pool,
      masterKey: randomBytes(32),
      clock,
    });
    customerId = newId();
    await personalData.findOrCreateCustomer({
      proposedId: customerId,
      details: {},
      texts: [
        { ref: 'description-1', purpose: 'description', text: 'the lift is stuck again' },
        { ref: 'note-1', purpose: 'note', text: 'called the engineer' },
        { ref: 'details-1', purpose: 'details', text: 'a new cable' },
        { ref: 'answer-1', purpose: 'answer', text: 'ordered on Monday' },
      ],
    });
    const store = new InMemoryEventStore(clock);
    await store.append('complaint-1', 'none', [
      event('ComplaintRegistered', { complaintId: '1', customerId, descriptionRef: 'description-1' }),
      event('ComplaintAccepted', {}),
      event('ComplaintNoteAdded', { noteRef: 'note-1' }),
    ]);
    await store.append('complaint-3', 'none', [
      event('ComplaintRegistered', { complaintId: '3', customerId }),
      event('ResolutionProposed', { resolutionId: 'r-1', detailsRef: 'details-1', noteRef: 'note-1' }),
      event('SupervisionAnswered', { number: 1, answerRef: 'answer-1' }),
    ]);
    await store.append('complaint-4', 'none', [
      event('ComplaintRegistered', { complaintId: '4', customerId }),
      event('ComplaintAccepted', {}),
    ]);
    clock.advanceTo(T0 + MINUTE);
    await store.append('complaint-4', 1, [
      event('ComplaintResponded', {}),
      event('ComplaintNoteAdded', { noteRef: 'note-1' }),
    ]);
    clock.advanceTo(T0 + 2 * MINUTE);
    const handler = new AskCaseTimelineHandler(store, personalData, clock);
    ask = (complaintId, page, asOf) => handler.execute(new AskCaseTimeline(complaintId, page, READER, asOf));
  });
  afterAll(() => database.drop());

  it('tells every event in order, with the texts that it refers to', async () => {
    const { items, nextCursor } = await ask('1', { limit: 50 });
    expect(items.map(({ type, texts }) => ({ type, texts }))).toEqual([
      {
        type: 'ComplaintRegistered',
        texts: [{ field: 'description', text: 'the lift is stuck again', erased: false }],
      },
      { type: 'ComplaintAccepted', texts: [] },
      { type: 'ComplaintNoteAdded', texts: [{ field: 'note', text: 'called the engineer', erased: false }] },
    ]);
    expect(items[0]).toMatchObject({
      revision: 0,
      occurredAt: toIso(T0),
      recordedAt: toIso(T0),
      actor: AGENT,
    });
    expect(nextCursor).toBeUndefined();
  });

  it('tells what stands beside the case on its stream, with its texts', async () => {
    const { items } = await ask('3', { limit: 50 });
    expect(items.slice(1).map(({ type, texts }) => ({ type, texts }))).toEqual([
      {
        type: 'ResolutionProposed',
        texts: [
          { field: 'details', text: 'a new cable', erased: false },
          { field: 'note', text: 'called the engineer', erased: false },
        ],
      },
      {
        type: 'SupervisionAnswered',
        texts: [{ field: 'answer', text: 'ordered on Monday', erased: false }],
      },
    ]);
  });

  it('goes on page by page', async () => {
    const first = await ask('1', { limit: 2 });
    expect(first).toMatchObject({ items: [{ revision: 0 }, { revision: 1 }] });
    const second = await ask('1', { limit: 2, cursor: first.nextCursor! });
    expect(second.items.map(({ revision }) => revision)).toEqual([2]);
    expect(second.nextCursor).toBeUndefined();
  });

  it('goes on page by page from the latest event on', async () => {
    const first = await ask('4', { limit: 3, newestFirst: true });
    expect(first.items.map(({ revision }) => revision)).toEqual([3, 2, 1]);
    const second = await ask('4', { limit: 3, newestFirst: true, cursor: first.nextCursor! });
    expect(second.items.map(({ revision }) => revision)).toEqual([0]);
    expect(second.nextCursor).toBeUndefined();
  });

  it('tells of the past what had been recorded by then, page by page', async () => {
    const asOf = T0 + MINUTE - 1;
    const first = await ask('4', { limit: 1, newestFirst: true }, asOf);
    expect(first).toMatchObject({ past: { asOf: toIso(asOf) }, items: [{ type: 'ComplaintAccepted' }] });
    const second = await ask('4', { limit: 1, newestFirst: true, cursor: first.nextCursor! }, asOf);
    expect(second.items.map(({ revision }) => revision)).toEqual([0]);
    expect(second.nextCursor).toBeUndefined();
    expect((await ask('4', { limit: 9 }, asOf)).items.map(({ revision }) => revision)).toEqual([0, 1]);
    await expect(ask('4', { limit: 9 }, T0 - 1)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(ask('4', { limit: 9 }, T0 + 3 * MINUTE)).rejects.toMatchObject({
      code: 'instant-in-future',
    });
  });

  it('records who read texts, and nothing where there were none to read', async () => {
    const before = (await personalData.accessesTo(customerId)).length;
    await ask('1', { limit: 1, cursor: encodeCursor(1) });
    expect(await personalData.accessesTo(customerId)).toHaveLength(before);
    await ask('1', { limit: 1, cursor: encodeCursor(2) });
    const accesses = await personalData.accessesTo(customerId);
    expect(accesses).toHaveLength(before + 1);
    expect(accesses[0]).toMatchObject({
      actorId: 'agent-7',
      purpose: 'case-timeline',
      correlationId: 'request-1',
    });
  });

  it('does not know a case without a history', async () => {
    await expect(ask('2', { limit: 5 })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('shows an erased text as erased', async () => {
    await personalData.erase(customerId);
    const { items } = await ask('1', { limit: 5, cursor: encodeCursor(2) });
    expect(items[0]?.texts).toEqual([{ field: 'note', text: null, erased: true }]);
  });
});

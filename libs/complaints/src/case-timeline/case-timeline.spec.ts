import { randomBytes } from 'node:crypto';
import { newId, toIso, VirtualClock, type Actor, type NewEvent } from '@redress/kernel';
import { personalDataMigrations, PostgresPersonalData } from '@redress/personal-data/postgres';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import { CaseTimeline } from './case-timeline';

const T0 = Date.UTC(2026, 0, 5, 9);
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
  let timeline: CaseTimeline;
  let customerId: string;

  beforeAll(async () => {
    const clock = new VirtualClock(T0);
    database = await createTestDatabase([personalDataMigrations]);
    personalData = await PostgresPersonalData.open({ pool: database.pool, masterKey: randomBytes(32), clock });
    customerId = newId();
    await personalData.findOrCreateCustomer({
      proposedId: customerId,
      details: {},
      texts: [
        { ref: 'description-1', purpose: 'description', text: 'the lift is stuck again' },
        { ref: 'note-1', purpose: 'note', text: 'called the engineer' },
      ],
    });
    const store = new InMemoryEventStore(clock);
    await store.append('complaint-1', 'none', [
      event('ComplaintRegistered', { complaintId: '1', customerId, descriptionRef: 'description-1' }),
      event('ComplaintAccepted', {}),
      event('ComplaintNoteAdded', { noteRef: 'note-1' }),
    ]);
    timeline = new CaseTimeline(store, personalData);
  });
  afterAll(() => database.drop());

  it('tells every event in order, with the texts that it refers to', async () => {
    const { events, nextRevision } = await timeline.read('1', { fromRevision: 0, limit: 50 }, READER);
    expect(events.map(({ type, texts }) => ({ type, texts }))).toEqual([
      {
        type: 'ComplaintRegistered',
        texts: [{ field: 'description', text: 'the lift is stuck again', erased: false }],
      },
      { type: 'ComplaintAccepted', texts: [] },
      { type: 'ComplaintNoteAdded', texts: [{ field: 'note', text: 'called the engineer', erased: false }] },
    ]);
    expect(events[0]).toMatchObject({ revision: 0, occurredAt: toIso(T0), recordedAt: toIso(T0), actor: AGENT });
    expect(nextRevision).toBeUndefined();
  });

  it('goes on page by page', async () => {
    const first = await timeline.read('1', { fromRevision: 0, limit: 2 }, READER);
    expect(first).toMatchObject({ events: [{ revision: 0 }, { revision: 1 }], nextRevision: 2 });
    const second = await timeline.read('1', { fromRevision: 2, limit: 2 }, READER);
    expect(second.events.map(({ revision }) => revision)).toEqual([2]);
    expect(second.nextRevision).toBeUndefined();
  });

  it('records who read texts, and nothing where there were none to read', async () => {
    const before = (await personalData.accessesTo(customerId)).length;
    await timeline.read('1', { fromRevision: 1, limit: 1 }, READER);
    expect(await personalData.accessesTo(customerId)).toHaveLength(before);
    await timeline.read('1', { fromRevision: 2, limit: 1 }, READER);
    const accesses = await personalData.accessesTo(customerId);
    expect(accesses).toHaveLength(before + 1);
    expect(accesses[0]).toMatchObject({ actorId: 'agent-7', purpose: 'case-timeline', correlationId: 'request-1' });
  });

  it('does not know a case without a history', async () => {
    await expect(timeline.read('2', { fromRevision: 0, limit: 5 }, READER)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('shows an erased text as erased', async () => {
    await personalData.erase(customerId);
    const { events } = await timeline.read('1', { fromRevision: 2, limit: 5 }, READER);
    expect(events[0]?.texts).toEqual([{ field: 'note', text: null, erased: true }]);
  });
});

import { VirtualClock, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import { newEvent, newStream } from './contract';
import type { EventStore } from './event-store';
import { upcasting, withUpcasters, type Upcaster } from './upcasting';

/** As it was written in version 1 of its type: never to be edited. */
const FROZEN_V1: RecordedEvent = {
  id: '01946f3a-8f5b-7000-8000-000000000001',
  stream: 'complaint-1',
  revision: 0,
  position: '0000000000000000001',
  type: 'ComplaintPrioritised',
  version: 1,
  occurredAt: 1_736_067_600_000,
  recordedAt: 1_736_067_600_250,
  actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
  correlationId: 'c',
  causationId: 'k',
  commandId: 'k',
  partitionKey: '1',
  data: { prio: 2 },
};

const PRIORITIES = ['critical', 'high', 'medium', 'low'];
const upcasters: readonly Upcaster[] = [
  // Given newest first: the order in which they are listed does not matter.
  {
    type: 'ComplaintPrioritised',
    fromVersion: 2,
    upcast: (data) => ({ ...data, reason: 'unknown' }),
  },
  {
    type: 'ComplaintPrioritised',
    fromVersion: 1,
    upcast: (data) => {
      const { prio, ...others } = data as { prio: number };
      return { ...others, priority: PRIORITIES[prio - 1] };
    },
  },
];

describe('upcasting', () => {
  it('brings a frozen sample of version 1 to the newest version, and leaves all else as it was', () => {
    expect(upcasting(upcasters)(FROZEN_V1)).toEqual({
      ...FROZEN_V1,
      version: 3,
      data: { priority: 'high', reason: 'unknown' },
    });
  });

  it('takes a version in the middle only the rest of the way', () => {
    const second = { ...FROZEN_V1, version: 2, data: { priority: 'low' } };
    expect(upcasting(upcasters)(second)).toEqual({
      ...second,
      version: 3,
      data: { priority: 'low', reason: 'unknown' },
    });
  });

  it.each([
    ['in the newest version', { ...FROZEN_V1, version: 3 }],
    ['in a version of a newer program', { ...FROZEN_V1, version: 4 }],
    ['of another type', { ...FROZEN_V1, type: 'ComplaintNoted' }],
  ])('leaves an event %s alone', (_, event) => {
    expect(upcasting(upcasters)(event)).toBe(event);
  });

  it.each([
    ['a step is missing', upcasters.slice(0, 1)],
    ['a step is there twice', [...upcasters, ...upcasters.slice(0, 1)]],
  ])('is refused as a whole where %s', (_, broken) => {
    expect(() => upcasting(broken)).toThrow(RangeError);
  });
});

describe('a store with upcasters', () => {
  const clock = new VirtualClock(1_736_067_600_000);
  let plain: EventStore;
  let store: EventStore;
  beforeEach(() => {
    plain = new InMemoryEventStore(clock);
    store = withUpcasters(plain, upcasters);
  });

  it('reads every event in its newest version: of a stream, of the log, and as it comes', async () => {
    const stream = newStream();
    const old = newEvent({ type: FROZEN_V1.type, version: 1, data: { prio: 1 } });
    await plain.append(stream, 'none', [old, newEvent()]);
    const expected = [
      { id: old.id, version: 3, data: { priority: 'critical', reason: 'unknown' } },
      { type: 'ComplaintNoted', version: 1 },
    ];
    expect(await store.readStream(stream, { fromRevision: 0 })).toMatchObject(expected);
    expect(await store.readAll({ limit: 10 })).toMatchObject(expected);
    for await (const events of store.follow({ signal: new AbortController().signal })) {
      expect(events).toMatchObject(expected);
      break;
    }
  });

  it('appends, and knows its head, as the store does', async () => {
    const stream = newStream();
    const event = newEvent({ type: FROZEN_V1.type, version: 1, data: { prio: 1 } });
    const appended = await store.append(stream, 'none', [event]);
    expect(await store.head()).toBe(appended.position);
    expect(await plain.readStream(stream)).toMatchObject([{ version: 1, data: { prio: 1 } }]);
  });
});

import {
  deriveId,
  DomainError,
  SYSTEM_ACTOR,
  VirtualClock,
  type Decider,
  type DomainEvent,
} from '@redress/kernel';
import { BusyEventStore, originOf, refusalOf } from '@redress/testing';
import { decideAndAppend, etagOf, type Consequence, type Decided, type Decision } from './decide-and-append';
import { EventStoreUnavailable } from './errors';

const STREAM = 'tally-1';
const T0 = Date.UTC(2026, 2, 2, 9);

/** Counts up; every tenth is noticed, which is nobody's doing. */
type Counted = DomainEvent<'Counted', 1, { readonly to: number }>;
type Noticed = DomainEvent<'Noticed', 1, { readonly ten: number }>;
interface Count {
  readonly by: number;
  readonly upTo?: number;
}

const tally: Decider<number, Count, Counted | Noticed> = {
  initial: 0,
  decide({ by, upTo = Infinity }, count) {
    if (by < 0) throw new DomainError('invalid', 'only-upwards', 'A tally does not count down.');
    const to = Math.min(count + by, upTo);
    if (to === count) return [];
    const counted: Counted = { type: 'Counted', version: 1, occurredAt: T0, data: { to } };
    const ten = Math.floor(to / 10);
    if (ten === Math.floor(count / 10)) return [counted];
    return [counted, { type: 'Noticed', version: 1, occurredAt: T0, data: { ten } }];
  },
  evolve: (count, event) => (event.type === 'Counted' ? event.data.to : count),
};

const consequence = (event: Counted | Noticed): Consequence | undefined =>
  event.type === 'Noticed' ? { identity: ['Noticed', event.data.ten] } : undefined;

type More = Partial<Decision<number, Count, Counted | Noticed>>;

function given() {
  const store = new BusyEventStore(new VirtualClock(T0));
  const count = (by: number, more: More = {}): Promise<Decided> =>
    decideAndAppend<number, Count, Counted | Noticed>(store, {
      stream: STREAM,
      partitionKey: '1',
      decider: tally,
      command: () => ({ by }),
      consequence,
      stage: 'either',
      ...more,
      origin: more.origin ?? originOf(),
    });
  const stream = () => store.readStream(STREAM);
  const counts = async () => (await stream()).map(({ type, data }) => ({ type, ...data }));
  return { store, count, stream, counts };
}

describe('a command', () => {
  it('is decided on the state of its stream, and its events say where they come from', async () => {
    const { count, stream } = given();
    const origin = originOf();
    await count(3);
    expect(await count(4, { origin })).toMatchObject({ revision: 1, partitionKey: '1', changed: true });
    const [, counted] = await stream();
    expect(counted).toMatchObject({
      type: 'Counted',
      data: { to: 7 },
      occurredAt: T0,
      actor: origin.actor,
      commandId: origin.commandId,
      causationId: origin.causationId,
      correlationId: 'request-1',
      fingerprint: 'body-1',
      partitionKey: '1',
    });
  });

  it('answers with the position at which its stream now ends', async () => {
    const { store, count } = given();
    expect((await count(3)).position).toBe(await store.head());
    expect((await count(0)).position).toBe(await store.head());
  });

  it('that changes nothing appends nothing', async () => {
    const { store, count } = given();
    await count(3);
    expect(await count(0)).toMatchObject({ revision: 0, changed: false });
    expect(store.appends).toBe(1);
  });

  it('that the decider refuses appends nothing', async () => {
    const { count, counts } = given();
    expect((await refusalOf(count(-1))).code).toBe('only-upwards');
    expect(await counts()).toEqual([]);
  });

  it('finds its stream as it must be', async () => {
    const { count } = given();
    expect(await refusalOf(count(1, { stage: 'existing' }))).toMatchObject({
      kind: 'not-found',
      code: 'not-found',
    });
    await count(1, { stage: 'new' });
    await count(1, { stage: 'existing' });
    expect(await refusalOf(count(1, { stage: 'new' }))).toMatchObject({
      kind: 'conflict',
      code: 'already-exists',
    });
  });

  it('stores elsewhere what its events will name before they are there, and only then', async () => {
    const { count, counts } = given();
    const seen: number[] = [];
    const beforeAppend = async () => void seen.push((await counts()).length);
    await count(1, { beforeAppend });
    await count(0, { beforeAppend });
    await refusalOf(count(-1, { beforeAppend }));
    expect(seen).toEqual([0]);
  });

  it('fails as the store fails', async () => {
    const { store, count } = given();
    store.letIn(() => Promise.reject(new EventStoreUnavailable('no answer')));
    await expect(count(1)).rejects.toThrow(EventStoreUnavailable);
  });
});

describe('a resent command', () => {
  it('adds nothing, and answers with where the stream is now', async () => {
    const { count, counts } = given();
    const origin = originOf();
    await count(3, { origin });
    await count(4);
    expect(await count(3, { origin })).toMatchObject({ revision: 1, changed: false });
    expect(await counts()).toHaveLength(2);
  });

  it('that made the stream adds nothing either', async () => {
    const { count, counts } = given();
    const origin = originOf();
    await count(3, { origin, stage: 'new' });
    await count(4);
    expect(await count(3, { origin, stage: 'new' })).toMatchObject({ revision: 1, changed: false });
    expect(await counts()).toHaveLength(2);
  });

  it.each(['new', 'either'] as const)(
    'with another body is refused, also where it made the stream (%s)',
    async (stage) => {
      const { count, counts } = given();
      const origin = originOf();
      await count(3, { origin, stage });
      const other = count(4, { origin: { ...origin, fingerprint: 'body-2' }, stage });
      expect(await refusalOf(other)).toMatchObject({ kind: 'invalid', code: 'idempotency-key-reused' });
      expect(await counts()).toEqual([{ type: 'Counted', to: 3 }]);
    },
  );

  it('is known before its revision is held against it', async () => {
    const { count } = given();
    const origin = originOf({ ifMatch: 0 });
    await count(1);
    await count(1, { origin });
    expect(await count(1, { origin })).toMatchObject({ revision: 1, changed: false });
  });

  it('that raced with itself adds once', async () => {
    const { count, counts } = given();
    const origin = originOf();
    await count(1);
    await Promise.all([count(3, { origin }), count(3, { origin }), count(3, { origin })]);
    expect(await counts()).toHaveLength(2);
  });
});

describe('the revision that the sender has seen', () => {
  it('must be that of the last event by somebody else than Redress', async () => {
    const { count } = given();
    await count(1);
    await count(1);
    const stale = await refusalOf(count(1, { origin: originOf({ ifMatch: 0 }) }));
    expect(stale).toMatchObject({ kind: 'precondition', code: 'revision-stale', details: { revision: 1 } });
    expect(await count(1, { origin: originOf({ ifMatch: 1 }) })).toMatchObject({ revision: 2 });
  });

  it('is not changed by what Redress itself records', async () => {
    const { count, stream } = given();
    expect(await count(10)).toMatchObject({ revision: 0 });
    expect(etagOf(await stream())).toBe(0);
    expect(await count(1, { origin: originOf({ actor: SYSTEM_ACTOR }) })).toMatchObject({
      revision: 0,
      changed: true,
    });
    expect(await count(1, { origin: originOf({ ifMatch: 0 }) })).toMatchObject({ revision: 3 });
  });

  it('is found stale after a lost race as well', async () => {
    const { store, count, counts } = given();
    await count(1);
    store.letIn(() => count(1));
    const late = await refusalOf(count(5, { origin: originOf({ ifMatch: 0 }) }));
    expect(late).toMatchObject({ code: 'revision-stale', details: { revision: 1 } });
    expect(await counts()).toHaveLength(2);
  });

  it('still holds after a race lost to Redress itself: decided again on the newest revision', async () => {
    const { store, count, counts } = given();
    await count(1);
    store.letIn(() => count(1, { origin: originOf({ actor: SYSTEM_ACTOR }) }));
    expect(await count(5, { origin: originOf({ ifMatch: 0 }) })).toMatchObject({
      revision: 2,
      changed: true,
    });
    expect((await counts()).at(-1)).toEqual({ type: 'Counted', to: 7 });
  });

  it('is none where only Redress has written', async () => {
    const { count, stream } = given();
    expect(await count(1, { origin: originOf({ actor: SYSTEM_ACTOR }) })).toMatchObject({
      revision: -1,
      changed: true,
    });
    expect(etagOf(await stream())).toBe(-1);
  });
});

describe('a race', () => {
  it('that is lost is decided again, with a command made anew', async () => {
    const { store, count, counts } = given();
    const seen: number[] = [];
    store.letIn(() => count(1));
    const command: More['command'] = (history) => {
      seen.push(history.length);
      return { by: 2 };
    };
    await count(2, { command });
    expect(await counts()).toEqual([
      { type: 'Counted', to: 1 },
      { type: 'Counted', to: 3 },
    ]);
    expect(seen).toEqual([0, 1]);
  });

  it('can leave nothing to do', async () => {
    const { store, count, counts } = given();
    store.letIn(() => count(5));
    expect(await count(0, { command: () => ({ by: 5, upTo: 5 }) })).toMatchObject({
      revision: 0,
      changed: false,
    });
    expect(await counts()).toHaveLength(1);
  });

  it('for a new stream has one winner', async () => {
    const { store, count } = given();
    store.letIn(() => count(1, { stage: 'new' }));
    expect((await refusalOf(count(1, { stage: 'new' }))).code).toBe('already-exists');
  });

  it('that is lost again and again is given up, with the present revision', async () => {
    const { store, count, counts } = given();
    store.letIn(...Array.from({ length: 20 }, () => () => count(1)));
    const givenUp = await refusalOf(count(1));
    expect(givenUp).toMatchObject({ kind: 'conflict', code: 'changed-meanwhile', details: { revision: 7 } });
    expect(await counts()).toHaveLength(8);
  });

  it('of many leaves no step out and none twice', async () => {
    const { count, counts } = given();
    await Promise.all(Array.from({ length: 6 }, () => count(1)));
    expect(await counts()).toEqual([1, 2, 3, 4, 5, 6].map((to) => ({ type: 'Counted', to })));
  });
});

describe('a consequence', () => {
  it('is by Redress, whoever sent the command, and its id says what it is', async () => {
    const { count, stream } = given();
    const origin = originOf();
    await count(10, { origin });
    const [counted, noticed] = await stream();
    expect(noticed).toMatchObject({
      id: deriveId(STREAM, 'Noticed', 1),
      actor: SYSTEM_ACTOR,
      commandId: origin.commandId,
      fingerprint: 'body-1',
    });
    expect(counted?.actor).toEqual(origin.actor);
  });

  it('that another has recorded meanwhile is not recorded twice', async () => {
    const { store, count, stream } = given();
    await count(9);
    store.letIn(() => count(1));
    await count(1);
    const noticed = (await stream()).filter(({ type }) => type === 'Noticed');
    expect(noticed).toHaveLength(1);
  });

  it('is told to have been appended when it is on the stream, and not for what was there already', async () => {
    const { store, count } = given();
    const told: string[] = [];
    const consequence = ({ type }: Counted | Noticed): Consequence => ({ onAppended: () => told.push(type) });
    const origin = originOf();
    await count(9, { consequence, origin });
    await count(9, { consequence, origin });
    expect(told).toEqual(['Counted']);
    store.letIn(() => count(1));
    await count(1, { consequence });
    expect(told).toEqual(['Counted', 'Counted']);
    await refusalOf(count(-1, { consequence }));
    expect(told).toHaveLength(2);
  });
});

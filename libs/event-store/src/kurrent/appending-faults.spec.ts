import { status } from '@grpc/grpc-js';
import { newEvent, newEvents, newStream } from '../contract';
import { EventIdTaken, EventStoreUnavailable, InvalidAppend, WrongExpectedRevision } from '../errors';
import type { KurrentEventStore } from './kurrent-event-store';
import type { AppendFault } from './testing/faults';
import { OnStub } from './testing/on-stub';
import type { StubKurrent } from './testing/stub-kurrent';

/** On a stub, since no real server fails on demand: it shows what becomes of the client's faults, and nothing about KurrentDB. */
describe('an append whose outcome is unknown', () => {
  const on = new OnStub();
  let stub: StubKurrent;
  let store: KurrentEventStore;
  beforeAll(async () => {
    stub = await on.stub();
    store = on.open(stub);
  });
  afterAll(() => on.end());

  const faults: readonly [string, AppendFault['then']][] = [
    ['falls silent', 'silence'],
    ['closes its side', 'half-close'],
    ['is not available', { code: status.UNAVAILABLE }],
    ['cancels', { code: status.CANCELLED }],
    ['takes too long by its own clock', { code: status.DEADLINE_EXCEEDED }],
    ['fails inside', { code: status.INTERNAL }],
    ['fails in a way that nobody knows', { code: status.UNKNOWN }],
    ['wants to know who asks', { code: status.UNAUTHENTICATED }],
  ];
  const cases = faults.flatMap(([what, then]) => [
    [`${what} before the commit`, { committed: false, then }] as const,
    [`${what} after the commit`, { committed: true, then }] as const,
  ]);

  it.each(cases)('is written once, and answered as it was written, where the server %s', async (_, fault) => {
    const stream = newStream();
    const before = await store.append(stream, 'none', newEvents(2));
    stub.failAppends(fault, fault);
    const events = newEvents(3);
    const appended = await store.append(stream, before.revision, events);
    const stored = await store.readStream(stream, { fromRevision: 2 });
    expect(stub.log.stream(stream)).toHaveLength(5);
    expect(stored.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(stored.at(-1)).toMatchObject(appended);
    expect(new Set(stored.map(({ recordedAt }) => recordedAt)).size).toBe(1);
  });
});

/** On a stub as well. */
describe('an append to a KurrentDB in trouble', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  it('that was cut off is refused at its repetition where another one came first', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const stream = newStream();
    stub.failAppends({ committed: false, then: 'silence' });
    const late = store.append(stream, 'none', newEvents(2));
    while (stub.calls.append === 0) await new Promise(setImmediate);
    await on.open(stub, {}).append(stream, 'none', newEvents(1));
    await expect(late).rejects.toThrow(new WrongExpectedRevision(stream, 'none', 0));
  });

  it('is told in time that nothing is known, and goes on as soon as the server answers', async () => {
    const stub = await on.stub();
    const store = on.open(stub, { requestTimeoutMs: 1_000, appendTimeoutMs: 1_500 });
    stub.silent = true;
    const began = performance.now();
    await expect(store.append(newStream(), 'none', newEvents(1))).rejects.toThrow(EventStoreUnavailable);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(stub.calls.features + stub.calls.read).toBeGreaterThan(0);
    stub.silent = false;
    await store.append(newStream(), 'none', newEvents(1));
  });

  it('does not suffer from what an earlier client was told at its begin', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    // The client asks once what the server can do, and keeps the failure.
    stub.failFeatures({ code: status.PERMISSION_DENIED });
    await store.append(newStream(), 'none', newEvents(1));
  });

  it('goes to the leader where the server is not', async () => {
    const leader = await on.stub();
    const follower = await on.stub();
    follower.leaderPort = leader.port;
    const store = on.open(follower);
    const stream = newStream();
    await store.append(stream, 'none', newEvents(2));
    expect(leader.log.stream(stream)).toHaveLength(2);
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('goes to the new leader where the leader changes', async () => {
    const first = await on.stub();
    const store = on.open(first);
    const stream = newStream();
    await store.append(stream, 'none', newEvents(1));
    const second = await on.stub({ log: first.log });
    first.leaderPort = second.port;
    await store.append(stream, 0, newEvents(1));
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it.each([
    ['the server', ({ url }: StubKurrent) => url],
    ['a whole cluster', ({ clusterUrl }: StubKurrent) => clusterUrl],
  ])('is written once where %s is killed and comes back', async (_, urlOf) => {
    const stub = await on.stub();
    const store = on.open(stub, {}, urlOf(stub));
    const stream = newStream();
    await store.append(stream, 'none', newEvents(1));
    stub.stop();
    const appending = store.append(stream, 0, newEvents(1));
    const back = await on.stub({ port: stub.port, log: stub.log });
    expect((await appending).revision).toBe(1);
    expect(back.log.stream(stream)).toHaveLength(2);
  });

  it('is judged by what is there where the server was set back to an older backup', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const stream = newStream();
    await store.append(stream, 'none', newEvents(3));
    stub.stop();
    const back = await on.stub({ port: stub.port });
    expect(await store.readStream(stream)).toEqual([]);
    expect(await store.append(stream, 'none', newEvents(2))).toMatchObject({ revision: 1 });
    expect(back.log.stream(stream)).toHaveLength(2);
  });

  it('that the server finds too large is refused for good', async () => {
    const stub = await on.stub();
    const metadata = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1024' };
    stub.failAppends({ committed: false, then: { code: status.INVALID_ARGUMENT, metadata } });
    await expect(on.open(stub).append(newStream(), 'none', newEvents(1))).rejects.toThrow(InvalidAppend);
  });

  it('is known by a process that has never heard of it', async () => {
    const stub = await on.stub();
    const stream = newStream();
    const events = newEvents(2);
    const appended = await on.open(stub).append(stream, 'none', events);
    await on.open(stub).append(stream, 1, newEvents(3));
    expect(await on.open(stub).append(stream, 'none', events)).toEqual(appended);
    expect(await on.open(stub).append(stream, 'any', events)).toEqual(appended);
    const [first] = events.map(({ id }) => newEvent({ id }));
    await expect(on.open(stub).append(stream, 4, first === undefined ? [] : [first])).rejects.toThrow(
      EventIdTaken,
    );
    expect(stub.log.stream(stream)).toHaveLength(5);
  });

  it('is written and refused alike on a server that takes each in a call of its own', async () => {
    const stub = await on.stub({ batches: false });
    const store = on.open(stub);
    const stream = newStream();
    stub.failAppends({ committed: true, then: 'silence' });
    expect((await store.append(stream, 'none', newEvents(2))).revision).toBe(1);
    const refused = on.open(stub).append(stream, 'none', newEvents(1));
    await expect(refused).rejects.toThrow(new WrongExpectedRevision(stream, 'none', 1));
  });

  it('is answered where it was begun before the store was closed, and turned away after', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const begun = Array.from({ length: 20 }, () => store.append(newStream(), 'none', newEvents(1)));
    const closed = store.close();
    await expect(Promise.all(begun)).resolves.toHaveLength(20);
    await closed;
    await expect(store.append(newStream(), 'none', newEvents(1))).rejects.toThrow(EventStoreUnavailable);
  });
});

describe('the time of recording', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  it('never falls along what one process appends, however its appends overlap', async () => {
    const stub = await on.stub();
    const store = on.open(stub, { maxBatchAppends: 20 });
    const appends = Array.from({ length: 200 }, () => store.append(newStream(), 'none', newEvents(2)));
    await Promise.all(appends);
    const times = (await store.readAll({ limit: 1_000 })).map(({ recordedAt }) => recordedAt);
    expect(times).toHaveLength(400);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBeGreaterThan(1);
  });
});

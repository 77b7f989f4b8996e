import { status } from '@grpc/grpc-js';
import { SystemClock } from '@redress/kernel';
import { newEvents, newStream } from '../contract';
import { EventStoreUnavailable } from '../errors';
import { KurrentEventStore } from './kurrent-event-store';
import { Follower, OnStub } from './testing/on-stub';
import type { StubKurrent } from './testing/stub-kurrent';

/** No look falls into the test: what comes came by the subscription. */
const NEVER_LOOKING = { lookEveryMs: 3_600_000 };

/** On a stub, since no real server fails on demand: it shows what becomes of the client's faults, and nothing about KurrentDB. */
describe('reading from a KurrentDB in trouble', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  it('fails in time where the server is silent, and works again when it answers', async () => {
    const stub = await on.stub();
    const store = on.open(stub, { requestTimeoutMs: 1_000 });
    const stream = newStream();
    await store.append(stream, 'none', newEvents(2));
    stub.silent = true;
    const began = performance.now();
    await expect(store.readStream(stream)).rejects.toThrow(EventStoreUnavailable);
    await expect(store.readAll({ limit: 1 })).rejects.toThrow(EventStoreUnavailable);
    await expect(store.head()).rejects.toThrow(EventStoreUnavailable);
    expect(performance.now() - began).toBeLessThan(10_000);
    stub.silent = false;
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('asks again where it fails once', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const stream = newStream();
    await store.append(stream, 'none', newEvents(2));
    stub.failReads({ code: status.UNAVAILABLE }, { code: status.UNKNOWN });
    expect(await store.readStream(stream)).toHaveLength(2);
  });

  it('refuses an address that is none, without showing it', () => {
    const open = (): unknown => new KurrentEventStore('kurrent:/admin:secret@db', new SystemClock());
    expect(open).toThrow(RangeError);
    expect(open).not.toThrow('secret');
  });

  it('refuses a position of another store', async () => {
    const store = on.open(await on.stub());
    await expect(store.readAll({ after: '0000000000000000001', limit: 1 })).rejects.toThrow(RangeError);
    const following = store.follow({ after: '42', signal: new AbortController().signal });
    await expect(following.next()).rejects.toThrow(RangeError);
  });
});

describe('what is not of Redress', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  const strange = (stub: StubKurrent, stream: string, type: string): void => {
    const [data, metadata] = [Buffer.from('{"cpu":1}'), Buffer.from('{}')];
    const id = `00000000-0000-4000-8000-${String(stub.log.records.length).padStart(12, '0')}`;
    stub.log.append(stream, 'any', [{ id, type, contentType: 'application/json', data, metadata }]);
  };

  it('is in no stretch of the log, neither shortens one nor ends it', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const follower = await Follower.begin(store);
    const ids: string[] = [];
    for (let round = 0; round < 6; round++) {
      const events = newEvents(1);
      await store.append(newStream(), 'none', events);
      ids.push(...events.map(({ id }) => id));
      strange(stub, '$stats-0.0.0.0:2113', '$statsCollected');
      strange(stub, '$$complaint-1', '$metadata');
      strange(stub, 'complaint-1', '$>');
      for (let more = 0; more < 20; more++) strange(stub, 'orders-1', 'OrderPlaced');
    }
    await follower.has(6);
    expect(follower.ids).toEqual(ids);
    const paged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await store.readAll({ ...(after === undefined ? {} : { after }), limit: 2 });
      paged.push(...page.map(({ id }) => id));
      if (page.length < 2) break;
      after = page.at(-1)?.position;
    }
    expect(paged).toEqual(ids);
    expect(await store.head()).toBe(follower.events.at(-1)?.position);
    await follower.leave();
  });

  it('is no log: then there is no head, and a follower waits', async () => {
    const stub = await on.stub();
    strange(stub, '$settings', '$updated');
    strange(stub, 'orders-1', 'OrderPlaced');
    const store = on.open(stub);
    expect(await store.head()).toBeUndefined();
    const follower = await Follower.begin(store);
    const events = newEvents(2);
    await store.append(newStream(), 'none', events);
    await follower.has(2);
    expect(follower.ids).toEqual(events.map(({ id }) => id));
    await follower.leave();
  });
});

describe('a follower of a KurrentDB', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  const subscribed = async (stub: StubKurrent, times: number): Promise<void> => {
    while (stub.calls.subscribe < times) await new Promise(setImmediate);
  };

  it.each(['end', 'fail'] as const)('hears on after its subscription was lost (%s)', async (how) => {
    const stub = await on.stub();
    const writer = on.open(stub);
    const store = on.open(stub, NEVER_LOOKING);
    const follower = await Follower.begin(store);
    const events = newEvents(3);
    for (const [at, event] of events.entries()) {
      await subscribed(stub, at + 1);
      await writer.append(newStream(), 'none', [event]);
      await follower.has(at + 1);
      for (const subscription of stub.subscriptions) {
        if (how === 'end') subscription.end();
        else subscription.fail({ code: status.UNAVAILABLE });
      }
    }
    expect(follower.ids).toEqual(events.map(({ id }) => id));
    await follower.leave();
  });

  it('misses nothing that came while it had no subscription', async () => {
    const stub = await on.stub();
    const writer = on.open(stub);
    const follower = await Follower.begin(on.open(stub, NEVER_LOOKING));
    await subscribed(stub, 1);
    stub.subscribable = false;
    for (const subscription of stub.subscriptions) subscription.end();
    const events = newEvents(4);
    for (const event of events) await writer.append(newStream(), 'none', [event]);
    stub.subscribable = true;
    await follower.has(4);
    expect(follower.ids).toEqual(events.map(({ id }) => id));
    await follower.leave();
  });

  it('finds out that its subscription is dead, and takes a new one', async () => {
    const stub = await on.stub();
    const writer = on.open(stub);
    const follower = await Follower.begin(on.open(stub, { lookEveryMs: 50 }));
    await subscribed(stub, 1);
    for (const subscription of stub.subscriptions) subscription.mute();
    const events = newEvents(2);
    await writer.append(newStream(), 'none', events.slice(0, 1));
    await follower.has(1);
    await subscribed(stub, 2);
    await writer.append(newStream(), 'none', events.slice(1));
    await follower.has(2);
    expect(follower.ids).toEqual(events.map(({ id }) => id));
    await follower.leave();
  });

  it('does not ask for a subscription without a pause where it gets none', async () => {
    const stub = await on.stub();
    stub.endSubscriptions(1_000);
    const store = on.open(stub, NEVER_LOOKING);
    const follower = await Follower.begin(store);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(stub.calls.subscribe).toBeGreaterThan(1);
    expect(stub.calls.subscribe).toBeLessThan(25);
    await follower.leave();
  });

  it('goes on where the server was away', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    const follower = await Follower.begin(store);
    const events = newEvents(4);
    await store.append(newStream(), 'none', events.slice(0, 2));
    await follower.has(2);
    stub.stop();
    const appending = store.append(newStream(), 'none', events.slice(2));
    await on.stub({ port: stub.port, log: stub.log });
    await appending;
    await follower.has(4);
    expect(follower.ids).toEqual(events.map(({ id }) => id));
    await follower.leave();
  });

  it('lets its subscription go when it leaves', async () => {
    const stub = await on.stub();
    const follower = await Follower.begin(on.open(stub));
    await subscribed(stub, 1);
    await follower.leave();
    while (stub.subscriptions.size > 0) await new Promise(setImmediate);
  });
});

describe('the names of streams', () => {
  const on = new OnStub();
  afterEach(() => on.end());

  it('are looked for from where the last look ended', async () => {
    const stub = await on.stub();
    const store = on.open(stub);
    await store.append('calendar-b', 'none', newEvents(2));
    expect(await store.streamNames('calendar-')).toEqual(['calendar-b']);
    await on.open(stub).append('calendar-a', 'none', newEvents(1));
    await store.append('calendar-b', 1, newEvents(1));
    const sent = stub.sentEvents;
    expect(await store.streamNames('calendar-')).toEqual(['calendar-a', 'calendar-b']);
    // The end of the log, and the three from there on.
    expect(stub.sentEvents - sent).toBeLessThanOrEqual(4);
  });
});

import { deriveId, toIso, type NewEvent, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import { describeEventFeed } from '../contract';
import { Gate, listen } from '../contract/listener';
import { LocalEventFeed, type LocalEventFeedOptions } from './local-event-feed';

const BACKOFF = { firstMs: 5, maxMs: 100 };

function newEvent(partitionKey: string, id: string): NewEvent {
  return {
    id,
    type: 'ComplaintNoted',
    version: 1,
    occurredAt: toIso(Date.UTC(2026, 0, 5)),
    data: { noteRef: id },
    actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
    correlationId: id,
    causationId: id,
    commandId: id,
    partitionKey,
  };
}

/** Counts what is asked of it. */
class WatchedStore extends InMemoryEventStore {
  headAsked = 0;
  following = 0;
  eventsRead = 0;
  unavailable = false;
  #appended = 0;

  async appendTo(keys: readonly string[]): Promise<RecordedEvent[]> {
    const after = await super.head();
    for (const key of keys) {
      await this.append(`complaint-${key}`, 'any', [newEvent(key, deriveId('event', ++this.#appended))]);
    }
    return super.readAll({ ...(after === undefined ? {} : { after }), limit: keys.length });
  }

  override head(): Promise<string | undefined> {
    this.headAsked++;
    return this.unavailable ? Promise.reject(new Error('no database')) : super.head();
  }

  override async readAll(options: { after?: string; limit: number }): Promise<RecordedEvent[]> {
    if (this.unavailable) throw new Error('no database');
    const events = await super.readAll(options);
    this.eventsRead += events.length;
    return events;
  }

  override async *follow(options: {
    after?: string;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncGenerator<RecordedEvent[], void, undefined> {
    this.following++;
    yield* super.follow(options);
  }
}

const openFeed = (
  options: Partial<LocalEventFeedOptions> = {},
): { store: WatchedStore; feed: LocalEventFeed } => {
  const store = new WatchedStore();
  return { store, feed: new LocalEventFeed(store, { partitions: 4, backoff: BACKOFF, ...options }) };
};

describeEventFeed('local', () => {
  const { store, feed } = openFeed({ idleCheckMs: 20 });
  return Promise.resolve({ feed, append: (keys) => store.appendTo(keys), close: () => feed.close() });
});

// Small bounds, so that the hand-over between the store, the tail and partitions walking apart happens all the time.
describeEventFeed('local with little memory', () => {
  const { store, feed } = openFeed({ idleCheckMs: 20, tailEvents: 3, batchSize: 2, readAheadEvents: 5 });
  return Promise.resolve({ feed, append: (keys) => store.appendTo(keys), close: () => feed.close() });
});

describe('the local feed', () => {
  const some = (events: number): string[] =>
    Array.from({ length: events }, (_, index) => `key-${String((index * 7) % 23)}`);

  it('follows the log once for all subscribers, and reads old events once for those that catch up side by side', async () => {
    const { store, feed } = openFeed();
    await store.appendTo(some(5_000));
    const listeners = ['a', 'b', 'c'].map((group) => listen(feed, group).listener);
    for (const listener of listeners) await listener.until(() => listener.count() >= 5_000);
    await store.appendTo(some(100));
    for (const listener of listeners) await listener.until(() => listener.count() >= 5_100);
    expect(store.following).toBe(1);
    expect(store.eventsRead).toBeLessThan(2 * 5_000);
    await feed.close();
  });

  it('reads old events once also where one of those that catch up is slower', async () => {
    const { store, feed } = openFeed({ partitions: 1 });
    await store.appendTo(some(20_000));
    const slow = listen(feed, 'slow', { before: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    const listeners = [slow, listen(feed, 'a'), listen(feed, 'b')].map(({ listener }) => listener);
    for (const listener of listeners) await listener.until(() => listener.count() >= 20_000);
    expect(store.eventsRead).toBeLessThan(1.25 * 20_000);
    await feed.close();
  });

  it('goes on without one that stands still', async () => {
    const { store, feed } = openFeed();
    await store.appendTo(some(20_000));
    const held = new Gate();
    listen(feed, 'stuck', { before: () => held.opened });
    const { listener } = listen(feed, 'other');
    await listener.until(() => listener.count() >= 20_000);
    held.open();
    await feed.close();
  });

  it('does not read further ahead than it may', async () => {
    const { store, feed } = openFeed({ batchSize: 100, readAheadEvents: 400 });
    await store.appendTo(some(10_000));
    const held = new Gate();
    const reached = new Gate();
    const { listener } = listen(feed, 'slow', {
      before: () => {
        reached.open();
        return held.opened;
      },
    });
    await reached.opened;
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(store.eventsRead).toBeLessThanOrEqual(1_000);
    held.open();
    await listener.until(() => listener.count() >= 10_000);
    expect(listener.count()).toBe(10_000);
    await feed.close();
  });

  it('gives larger batches to a subscriber that is slower than the log, up to the limit', async () => {
    const { store, feed } = openFeed({ partitions: 1, batchSize: 200 });
    const held = new Gate();
    const started = new Gate();
    const { listener } = listen(feed, 'slow', {
      before: () => {
        started.open();
        return held.opened;
      },
    });
    await store.appendTo(some(1));
    await started.opened;
    await store.appendTo(some(900));
    held.open();
    await listener.until(() => listener.count() >= 901);
    expect(listener.batchSizes.slice(1, 4)).toEqual([200, 200, 200]);
    expect(Math.max(...listener.batchSizes)).toBe(200);
    await feed.close();
  });

  it('asks a quiet log for its head at most once in the set time, and so knows that nobody lags', async () => {
    const { store, feed } = openFeed({ idleCheckMs: 30 });
    const { listener, subscription } = listen(feed, 'idle');
    await store.appendTo(some(1));
    await listener.until(() => listener.count() === 1);
    const from = Date.now();
    const asked = store.headAsked;
    while ((subscription.caughtUpAt() ?? 0) < from + 150)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(store.headAsked - asked).toBeLessThanOrEqual(Math.ceil((Date.now() - from) / 30));
    await feed.close();
  });

  it('does not claim to be up to date while the store is away, and goes on when it is back', async () => {
    const failures: unknown[] = [];
    const { store, feed } = openFeed({ idleCheckMs: 10, onFailure: (failure) => failures.push(failure) });
    store.unavailable = true;
    await store.appendTo(some(10)).catch(() => undefined);
    const { listener, subscription } = listen(feed, 'waiting');
    while (failures.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(subscription.caughtUpAt()).toBeUndefined();
    store.unavailable = false;
    await store.appendTo(some(10));
    await listener.until(() => listener.count() >= 20);
    await feed.close();
  });

  it('refuses a second subscriber of a group', async () => {
    const { feed } = openFeed();
    const { subscription } = listen(feed, 'one');
    expect(() => listen(feed, 'one')).toThrow('one has a subscriber already');
    await subscription.stop();
    listen(feed, 'one');
    await feed.close();
  });
});

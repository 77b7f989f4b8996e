import type { RecordedEvent } from '@redress/kernel';
import type { EventFeed } from '../event-feed';
import { Gate, listen, type Listener } from './listener';

/** A feed with nothing in it yet, and a way to put something in. At least four partitions; back-off of at most 100 ms. */
export interface FeedUnderTest {
  readonly feed: EventFeed;
  /** Records one event for each key, in this order, and gives them back as recorded. */
  append(partitionKeys: readonly string[]): Promise<readonly RecordedEvent[]>;
  close(): Promise<void>;
}

/** What every adapter of the EventFeed port must do. */
export function describeEventFeed(name: string, open: () => Promise<FeedUnderTest>): void {
  describe(`event feed: ${name}`, () => {
    let feed: EventFeed;
    let append: FeedUnderTest['append'];
    let close: FeedUnderTest['close'];

    beforeEach(async () => {
      const opened = await open();
      feed = opened.feed;
      append = (partitionKeys) => opened.append(partitionKeys);
      close = () => opened.close();
    });
    afterEach(() => close());

    const keys = (count: number, from = 0): string[] =>
      Array.from({ length: count }, (_, index) => `key-${String(from + index)}`);
    /** Keys, each several times, mixed. */
    const mixed = (events: number): string[] =>
      Array.from({ length: events }, (_, index) => `key-${String((index * 7) % 23)}`);
    const keyIn = (wanted: (partition: number) => boolean): string => {
      const key = keys(1_000).find((candidate) => wanted(feed.partitionOf(candidate)));
      if (key === undefined) throw new Error('no key is in such a partition');
      return key;
    };
    const complete = (listener: Listener, events: readonly RecordedEvent[]): void => {
      const byPartition = Array.from({ length: feed.partitions }, (_, partition) =>
        events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition).map(({ id }) => id),
      );
      expect(listener.handled.map((handled) => handled.map(({ id }) => id))).toEqual(byPartition);
    };

    it('gives every event once, as it was recorded, in the partition of its key and in order there', async () => {
      const before = await append(mixed(300));
      const { listener } = listen(feed, 'all');
      await listener.until(() => listener.count() >= 300);
      const later = await append(mixed(50));
      await listener.until(() => listener.count() >= 350);
      complete(listener, [...before, ...later]);
      expect(listener.handled.flat().find(({ id }) => id === before[0]?.id)).toEqual(before[0]);
    });

    it('spreads the keys over all partitions', () => {
      const used = new Set(keys(500).map((key) => feed.partitionOf(key)));
      expect(used).toEqual(new Set(Array.from({ length: feed.partitions }, (_, partition) => partition)));
    });

    it('goes on after the place that the subscriber names, for each partition by itself', async () => {
      const events = await append(mixed(100));
      const middle = events[49];
      const { listener } = listen(
        feed,
        'later',
        middle === undefined ? {} : { resumeAfter: middle.position },
      );
      await listener.until(() => listener.count() >= 50);
      const more = await append(['key-0']);
      await listener.until(() => listener.ids.includes(more[0]?.id ?? ''));
      complete(listener, [...events.slice(50), ...more]);
    });

    it('goes on where a group has stopped, and gives others everything', async () => {
      const first = await append(mixed(60));
      const one = listen(feed, 'resuming');
      await one.listener.until(() => one.listener.count() >= 60);
      await one.subscription.stop();
      const second = await append(mixed(40));
      feed.subscribe(one.listener);
      const other = listen(feed, 'another');
      await one.listener.until(() => one.listener.count() >= 100);
      await other.listener.until(() => other.listener.count() >= 100);
      complete(one.listener, [...first, ...second]);
      complete(other.listener, [...first, ...second]);
    });

    it('gives refused events again, later and later, and skips none', async () => {
      const refusedAt: number[] = [];
      const { listener } = listen(feed, 'failing', {
        before: () => {
          if (refusedAt.length >= 7) return;
          refusedAt.push(Date.now());
          throw new Error('refused');
        },
      });
      const key = 'key-0';
      const events = await append([key, key, key]);
      await listener.until(() => listener.count() >= 3);
      complete(listener, events);
      const pauses = refusedAt.slice(1).map((at, index) => at - (refusedAt[index] ?? 0));
      expect(pauses[5]).toBeGreaterThan(pauses[0] ?? Infinity);
    });

    it('asks again where to go on after a refusal, and gives everything after that place', async () => {
      let lost = false;
      const { listener } = listen(feed, 'forgetful', {
        before: () => {
          if (lost || listener.count() < 20) return;
          // As after a crash of the database: the last commits are gone, and the subscriber finds out.
          lost = true;
          listener.checkpoints.clear();
          throw new Error('behind');
        },
      });
      const key = 'key-0';
      const first = await append(Array.from({ length: 20 }, () => key));
      await listener.until(() => listener.count() >= 20);
      const second = await append([key]);
      await listener.until(() => listener.count() >= 41);
      complete(listener, [...first, ...first, ...second]);
    });

    it('goes on with the other partitions while one is refused', async () => {
      const bad = keyIn(() => true);
      const good = keyIn((partition) => partition !== feed.partitionOf(bad));
      const mended = new Gate();
      let refuse = true;
      void mended.opened.then(() => (refuse = false));
      const { listener } = listen(feed, 'half', {
        before: (partition) => {
          if (refuse && partition === feed.partitionOf(bad)) throw new Error('refused');
        },
      });
      const events = [...(await append([bad, good])), ...(await append([bad, good, good]))];
      await listener.until(() => (listener.handled[feed.partitionOf(good)]?.length ?? 0) >= 3);
      expect(listener.count()).toBe(3);
      mended.open();
      await listener.until(() => listener.count() >= 5);
      complete(listener, events);
    });

    it('takes up a partition as soon as the subscriber can say where', async () => {
      const events = await append(mixed(50));
      let asked = 0;
      const { listener } = listen(feed, 'slow-start', {
        beforeResume: (partition) => {
          if (++asked <= 2 * feed.partitions && partition % 2 === 0) throw new Error('not yet');
        },
      });
      await listener.until(() => listener.count() >= 50);
      complete(listener, events);
    });

    it('keeps groups independent: a stuck and a failing one hold nobody', async () => {
      const stuck = new Gate();
      const holding = listen(feed, 'stuck', { before: () => stuck.opened });
      const failing = listen(feed, 'refusing', {
        before: () => {
          throw new Error('refused');
        },
      });
      const free = listen(feed, 'free');
      const events = await append(mixed(2_000));
      await free.listener.until(() => free.listener.count() >= 2_000);
      complete(free.listener, events);
      expect(holding.listener.count()).toBe(0);
      expect(failing.listener.count()).toBe(0);
      stuck.open();
      await holding.listener.until(() => holding.listener.count() >= 2_000);
      complete(holding.listener, events);
    });

    it('finishes the batch in hand when stopped, and gives no more', async () => {
      const started = new Gate();
      const held = new Gate();
      const { listener, subscription } = listen(feed, 'stopping', {
        before: () => {
          started.open();
          return held.opened;
        },
      });
      const other = listen(feed, 'going-on').listener;
      await append(['key-0']);
      await started.opened;
      await append(['key-0']);
      // What the other has got is known to the feed, and would be next for the one in hand.
      await other.until(() => other.count() >= 2);
      await new Promise((resolve) => setImmediate(resolve));
      const stopped = subscription.stop();
      held.open();
      await stopped;
      expect(listener.count()).toBe(1);
    });

    it('stops at once while it waits to try again', async () => {
      const refused = new Gate();
      const { subscription } = listen(feed, 'stopping-failing', {
        before: () => {
          refused.open();
          throw new Error('refused');
        },
      });
      await append(['key-0']);
      await refused.opened;
      await subscription.stop();
    });

    it('says when a subscriber had last handled all there was', async () => {
      const held = new Gate();
      const startedAt = Date.now();
      const { listener, subscription } = listen(feed, 'fresh', { before: () => held.opened });
      await append(mixed(20));
      expect(subscription.caughtUpAt() ?? 0).toBeLessThanOrEqual(Date.now());
      held.open();
      await listener.until(() => listener.count() >= 20);
      const handledAt = Date.now();
      await caughtUpSince(() => subscription.caughtUpAt(), startedAt);
      await append(['key-0']);
      await listener.until(() => listener.count() >= 21);
      await caughtUpSince(() => subscription.caughtUpAt(), handledAt);
    });

    it('says which partitions a subscriber has: all of them where he is alone, and none once he has left', async () => {
      const { listener, subscription } = listen(feed, 'keeping');
      await append(['key-0']);
      await listener.until(() => listener.count() >= 1);
      const all = Array.from({ length: feed.partitions }, (_, partition) => partition);
      expect([...subscription.partitions()].sort((one, other) => one - other)).toEqual(all);
      await subscription.stop();
      expect(subscription.partitions()).toEqual([]);
    });

    it.each([1, 2, 3, 4, 5])(
      'keeps order in each partition however their work interleaves (%i)',
      async (seed) => {
        const random = randomFrom(seed);
        const { listener } = listen(feed, 'shuffled', {
          before: async (partition) => {
            for (let turns = Math.floor(random() * 20); turns > 0; turns--) {
              await new Promise((resolve) => setImmediate(resolve));
            }
            if (random() < 0.05) throw new Error(`refused in ${String(partition)}`);
          },
        });
        const events: RecordedEvent[] = [];
        for (let round = 0; round < 10; round++) events.push(...(await append(mixed(30))));
        await listener.until(() => listener.count() >= 300);
        complete(listener, events);
      },
    );
  });
}

/** Machine time passes until the feed says so: it may look at an idle log only now and then. */
async function caughtUpSince(caughtUpAt: () => number | undefined, since: number): Promise<void> {
  while ((caughtUpAt() ?? 0) < since) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Park and Miller's generator: the same seed gives the same numbers. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

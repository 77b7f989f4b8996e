import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Position, RecordedEvent } from '@redress/kernel';
import { KafkaJourney, mixedKeys, newEvent } from '../../../../test/services/kafka-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { Gate, listen, type Listener } from '../contract/listener';

/** Counts what this process gets over connections that it opens meanwhile. */
class Received {
  readonly #sockets: Socket[] = [];
  readonly #seen = (message: unknown): void => {
    this.#sockets.push((message as { socket: Socket }).socket);
  };

  constructor() {
    subscribe('net.client.socket', this.#seen);
  }

  get bytes(): number {
    return this.#sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }

  end(): void {
    unsubscribe('net.client.socket', this.#seen);
  }
}

describeWithKafka('subscribers of one process', (brokers) => {
  let journey: KafkaJourney;

  beforeEach(async () => {
    journey = await KafkaJourney.begin(brokers);
  });
  afterEach(() => journey.end());

  const FAT = 'x'.repeat(2_000);
  let recorded = 0;
  /** Events of a size that shows among what the groups have to say to each other. */
  const appendFat = async (count: number): Promise<readonly RecordedEvent[]> => {
    const after: Position | undefined = await journey.store.head();
    for (const key of mixedKeys(count)) {
      const id = `00000000-0000-4000-8000-${String(++recorded).padStart(12, '0')}`;
      const event = { ...newEvent(key, id), data: { text: FAT } };
      await journey.store.append(`complaint-${key}`, 'any', [event]);
    }
    return journey.store.readAll({ ...(after === undefined ? {} : { after }), limit: count });
  };
  const published = async (count: number): Promise<void> => {
    while ((await journey.admin.recordsIn(journey.topic)) < count)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const heardAll = (listeners: readonly Listener[], count: number): Promise<unknown> =>
    Promise.all(listeners.map((listener) => listener.until(() => listener.count() >= count)));

  /** What the process received while so many subscribers caught up with the topic, and then heard its news. */
  const receivedBy = async (subscribers: number, news: () => Promise<number>): Promise<number> => {
    const received = new Received();
    try {
      const feed = await journey.feed({ fetchBytes: 64 * 1024 });
      // All of them begin to read at once: to join a group takes as long as it takes.
      let asked = 0;
      const all = new Gate();
      const listeners = Array.from({ length: subscribers }, (_, at) => {
        const listener = listen(feed, `${String(subscribers)}-${String(at)}`).listener;
        const { resumeAfter } = listener;
        listener.resumeAfter = async (partition) => {
          if (++asked >= subscribers * feed.partitions) all.open();
          await all.opened;
          return resumeAfter.call(listener, partition);
        };
        return listener;
      });
      await heardAll(listeners, await journey.admin.recordsIn(journey.topic));
      await heardAll(listeners, await news());
      return received.bytes;
    } finally {
      received.end();
    }
  };

  it('together receive little more than one of them would', async () => {
    const relay = journey.relay({ compression: 'none', batchSize: 100 });
    await appendFat(2_000);
    await published(2_000);
    await relay.stop();
    let total = 2_000;
    // The relay only gets acknowledgements, and little of them.
    const news = async (): Promise<number> => {
      const again = journey.relay({ compression: 'none', batchSize: 100 });
      await appendFat(500);
      total += 500;
      await published(total);
      await again.stop();
      return total;
    };
    const one = await receivedBy(1, news);
    const twelve = await receivedBy(12, news);
    expect(one).toBeGreaterThan(2_500 * FAT.length);
    expect(twelve).toBeLessThan(2 * one);
  });

  it('are not held by one that is stuck, and it gets all when it goes on', async () => {
    journey.relay();
    const feed = await journey.feed({ fetchBytes: 32 * 1024, batchSize: 50 });
    const stuck = new Gate();
    const holding = listen(feed, 'stuck', { before: () => stuck.opened }).listener;
    const free = ['one', 'two'].map((group) => listen(feed, group).listener);
    const first = await appendFat(3_000);
    await heardAll(free, 3_000);
    const second = await appendFat(10);
    const toldAt = Date.now();
    await heardAll(free, 3_010);
    expect(Date.now() - toldAt).toBeLessThan(2_000);
    expect(holding.count()).toBe(0);
    stuck.open();
    await heardAll([holding], 3_010);
    expect(holding.ids.sort()).toEqual([...first, ...second].map(({ id }) => id).sort());
  });

  it('may come late, and hear everything while the others hear the news at once', async () => {
    journey.relay();
    const feed = await journey.feed({ fetchBytes: 32 * 1024, idleWaitMs: 5_000 });
    const early = listen(feed, 'early').listener;
    await appendFat(1_000);
    await heardAll([early], 1_000);
    // The brokers are asked to wait for news; who comes late does not wait with them.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const late = listen(feed, 'late').listener;
    const began = new Promise<number>((resolve) => {
      const { resumeAfter } = late;
      late.resumeAfter = (partition) => {
        resolve(Date.now());
        return resumeAfter.call(late, partition);
      };
    });
    const beganAt = await began;
    await late.until(() => late.count() > 0);
    expect(Date.now() - beganAt).toBeLessThan(2_000);
    await appendFat(10);
    await heardAll([early, late], 1_010);
    expect(new Set(late.ids)).toEqual(new Set(early.ids));
  });

  it('may all stop, and begin again', async () => {
    journey.relay();
    const feed = await journey.feed();
    const { listener, subscription } = listen(feed, 'stopping');
    await journey.append(['key-0']);
    await heardAll([listener], 1);
    await subscription.stop();
    const again = listen(feed, 'stopping').listener;
    await heardAll([again], 1);
  });
});

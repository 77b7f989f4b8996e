import type { Position, RecordedEvent } from '@redress/kernel';
import type { EventStore } from '../event-store';
import { newEvent, newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** The log as it grows. */
export function describeFollowing(subject: Subject): void {
  /** Follows until `count` events have come, then leaves. */
  const take = async (store: EventStore, after: Position | undefined, count: number, batchSize?: number) => {
    const batches: RecordedEvent[][] = [];
    const leave = new AbortController();
    let taken = 0;
    const options = {
      ...(after === undefined ? {} : { after }),
      ...(batchSize === undefined ? {} : { batchSize }),
    };
    for await (const events of store.follow({ ...options, signal: leave.signal })) {
      batches.push(events);
      taken += events.length;
      if (taken >= count) leave.abort();
    }
    return batches;
  };
  const iterate = (following: AsyncIterable<RecordedEvent[]>) => following[Symbol.asyncIterator]();
  const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

  describe('following', () => {
    it('gives what is there, then what comes, whoever appends it', async () => {
      const head = await subject.store.head();
      const events = newEvents(9);
      for (const event of events.slice(0, 3)) await subject.store.append(newStream(), 'none', [event]);
      const following = take(subject.store, head, 9);
      for (const event of events.slice(3, 6)) await subject.other.append(newStream(), 'none', [event]);
      for (const event of events.slice(6)) await subject.store.append(newStream(), 'none', [event]);
      const followed = (await following).flat();
      expect(ids(followed)).toEqual(ids(events));
      expect(followed).toEqual(await subject.after(head));
    });

    it('starts at the first event where no position is given', async () => {
      await subject.store.append(newStream(), 'none', newEvents(3));
      const [first] = await take(subject.store, undefined, 1, 2);
      expect(first).toEqual(await subject.store.readAll({ limit: 2 }));
    });

    it('gives batches of the size asked for at most, and none empty', async () => {
      const head = await subject.store.head();
      await subject.store.append(newStream(), 'none', newEvents(10));
      const batches = await take(subject.store, head, 10, 4);
      expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
    });

    it('serves several followers, each from its own place', async () => {
      const head = await subject.store.head();
      const early = newEvents(4);
      const middle = await subject.store.append(newStream(), 'none', early);
      const late = newEvents(4);
      const following = [
        take(subject.store, head, 8),
        take(subject.store, middle.position, 4),
        take(subject.other, head, 8, 3),
        take(subject.other, middle.position, 4, 1),
      ];
      for (const event of late) await subject.store.append(newStream(), 'none', [event]);
      const followed = (await Promise.all(following)).map((batches) => ids(batches.flat()));
      expect(followed).toEqual([ids([...early, ...late]), ids(late), ids([...early, ...late]), ids(late)]);
    });

    it('waits for a follower who takes their time, and then gives all in order', async () => {
      const head = await subject.store.head();
      const leave = new AbortController();
      const options = { ...(head === undefined ? {} : { after: head }), batchSize: 7, signal: leave.signal };
      const batches = iterate(subject.store.follow(options));
      const first = newEvent();
      await subject.store.append(newStream(), 'none', [first]);
      const followed = ids((await batches.next()).value as RecordedEvent[]);
      expect(followed).toEqual([first.id]);
      const meanwhile = newEvents(30);
      for (const event of meanwhile) await subject.store.append(newStream(), 'none', [event]);
      while (followed.length < 31) {
        const next = await batches.next();
        if (next.done === true) break;
        expect(next.value.length).toBeLessThanOrEqual(7);
        followed.push(...ids(next.value));
      }
      leave.abort();
      expect(followed).toEqual(ids([first, ...meanwhile]));
    });

    it('ends when the signal aborts: before it begins, while it waits, and between two batches', async () => {
      const head = await subject.store.head();
      const from = head === undefined ? {} : { after: head };
      expect(await iterate(subject.store.follow({ ...from, signal: AbortSignal.abort() })).next()).toEqual({
        done: true,
        value: undefined,
      });

      const waiting = new AbortController();
      const next = iterate(subject.store.follow({ ...from, signal: waiting.signal })).next();
      setTimeout(() => {
        waiting.abort();
      }, 20);
      expect(await next).toEqual({ done: true, value: undefined });

      await subject.store.append(newStream(), 'none', newEvents(3));
      const between = new AbortController();
      const batches = iterate(subject.store.follow({ ...from, batchSize: 1, signal: between.signal }));
      expect((await batches.next()).done).toBe(false);
      between.abort();
      expect((await batches.next()).done).toBe(true);
    });

    it('can be left in the middle', async () => {
      const head = await subject.store.head();
      await subject.store.append(newStream(), 'none', newEvents(3));
      const seen: string[] = [];
      const options = {
        ...(head === undefined ? {} : { after: head }),
        batchSize: 1,
        signal: new AbortController().signal,
      };
      for await (const events of subject.store.follow(options)) {
        seen.push(...ids(events));
        break;
      }
      expect(seen).toHaveLength(1);
    });

    it('misses nothing and repeats nothing while many append', async () => {
      const head = await subject.store.head();
      const following = take(subject.other, head, 600, 50);
      const streams = Array.from({ length: 10 }, newStream);
      await Promise.all(
        Array.from({ length: 300 }, (_, at) =>
          (at % 3 === 0 ? subject.other : subject.store).append(streams[at % 10] ?? '', 'any', newEvents(2)),
        ),
      );
      expect((await following).flat()).toEqual(await subject.after(head));
    });
  });
}

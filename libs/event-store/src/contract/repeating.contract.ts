import { EventIdTaken } from '../errors';
import type { ExpectedRevision } from '../event-store';
import { newEvent, newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** The same append sent again, and ids that are in the store already. */
export function describeRepeating(subject: Subject): void {
  describe('an append sent again', () => {
    it.each<[string, number, ExpectedRevision]>([
      ['none', 0, 'none'],
      ['a revision', 2, 1],
      ['any', 2, 'any'],
      ['any of a new stream', 0, 'any'],
    ])('is the same success where it expected %s, and writes nothing', async (_, before, expected) => {
      const stream = newStream();
      if (before > 0) await subject.store.append(stream, 'none', newEvents(before));
      const events = newEvents(3);
      const appended = await subject.store.append(stream, expected, events);
      const head = await subject.store.head();
      subject.clock.at += 1000;
      expect(await subject.store.append(stream, expected, events)).toEqual(appended);
      expect(await subject.other.append(stream, expected, events)).toEqual(appended);
      expect(await subject.after(head)).toEqual([]);
    });

    it.each<[ExpectedRevision]>([['none'], ['any']])(
      'is the same success when the stream has grown (%s)',
      async (expected) => {
        const stream = newStream();
        const events = newEvents(2);
        const appended = await subject.store.append(stream, expected, events);
        await subject.store.append(stream, appended.revision, newEvents(2));
        const head = await subject.store.head();
        expect(await subject.store.append(stream, expected, events)).toEqual(appended);
        expect(await subject.after(head)).toEqual([]);
      },
    );

    it('is one append, whoever sends it at the same time', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const senders = [subject.store, subject.other, subject.store, subject.other];
      const outcomes = await Promise.all(senders.map((store) => store.append(stream, 'none', events)));
      expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
      expect(await subject.store.readStream(stream)).toHaveLength(2);
    });
  });

  /** By a stream with two events, an append that uses an id of it otherwise. */
  type Use = [string, (ids: [string, string], stream: string) => [string, ExpectedRevision, string[]]];

  const ELSEWHERE: readonly Use[] = [
    ['on another stream', ([first]) => [newStream(), 'none', [first]]],
    [
      'on another stream, by an append of the same size',
      ([first, second]) => [newStream(), 'none', [first, second]],
    ],
  ];

  /** An append to a new stream of two events, then the use of their ids. */
  const useAgain = async (use: Use[1]) => {
    const stream = newStream();
    const events = newEvents(2);
    await subject.store.append(stream, 'none', events);
    const head = await subject.store.head();
    const [first, second] = events.map(({ id }) => id);
    const [target, expected, ids] = use([first ?? '', second ?? ''], stream);
    const appending = subject.store.append(
      target,
      expected,
      ids.map((id) => newEvent({ id })),
    );
    return { appending, target, ids, written: () => subject.after(head) };
  };

  describe('an event id that is taken', () => {
    const taken: readonly Use[] = [
      ...(subject.idsAreUnique === 'in the store' ? ELSEWHERE : []),
      [
        'by an append that expects another revision',
        ([first, second], stream) => [stream, 1, [first, second]],
      ],
      ['by an append that expects a revision that is not there', ([first], stream) => [stream, 7, [first]]],
      ['beside a new one', ([, second], stream) => [stream, 1, [newEvent().id, second]]],
      ['before a new one', ([first, second], stream) => [stream, 'none', [first, second, newEvent().id]]],
      ['in another order', ([first, second], stream) => [stream, 'any', [second, first]]],
    ];

    it.each(taken)('%s is refused, and nothing of that append is written', async (_, use) => {
      const { appending, written } = await useAgain(use);
      await expect(appending).rejects.toThrow(EventIdTaken);
      expect(await written()).toEqual([]);
    });

    it('within one append is refused', async () => {
      const event = newEvent();
      const stream = newStream();
      await expect(subject.store.append(stream, 'none', [event, event])).rejects.toThrow(EventIdTaken);
      expect(await subject.store.readStream(stream)).toEqual([]);
    });

    it('by two appends at the same time goes to one of them', async () => {
      const event = newEvent();
      const neighbour = newEvent();
      const stream = newStream();
      const target = (): string => (subject.idsAreUnique === 'in the store' ? newStream() : stream);
      const outcomes = await Promise.allSettled([
        subject.store.append(target(), 'any', [event, newEvent()]),
        subject.store.append(newStream(), 'none', [neighbour]),
        subject.store.append(target(), 'any', [newEvent(), event]),
        subject.other.append(target(), 'any', [event, newEvent()]),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      expect(outcomes[1].status).toBe('fulfilled');
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(EventIdTaken);
      }
    });
  });

  if (subject.idsAreUnique === 'in their stream') {
    describe('an event id of another stream', () => {
      it.each(ELSEWHERE)('%s is that of another event', async (_, use) => {
        const { appending, target, ids, written } = await useAgain(use);
        await appending;
        expect(await written()).toMatchObject(ids.map((id) => ({ id, stream: target })));
      });
    });
  }
}

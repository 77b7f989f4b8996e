import { toIso, type NewEvent } from '@redress/kernel';
import { MAX_APPEND_BYTES } from '../check-append';
import { InvalidAppend, WrongExpectedRevision } from '../errors';
import type { Appended, ExpectedRevision } from '../event-store';
import { newEvent, newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** Expected revisions, all or nothing, and what can't be stored. */
export function describeAppending(subject: Subject): void {
  describe('appending', () => {
    it.each<[string, number, ExpectedRevision]>([
      ['none to a new stream', 0, 'none'],
      ['any to a new stream', 0, 'any'],
      ['any to a stream that is there', 2, 'any'],
      ['the last revision to a stream that is there', 2, 1],
    ])('takes the expected revision %s', async (_, before, expected) => {
      const stream = newStream();
      if (before > 0) await subject.store.append(stream, 'none', newEvents(before));
      const appended = await subject.store.append(stream, expected, newEvents(3));
      expect(appended.revision).toBe(before + 2);
      expect(appended.position).toBe(await subject.store.head());
    });

    it.each<[string, number, ExpectedRevision, number | undefined]>([
      ['none of a stream that is there', 2, 'none', 1],
      ['a revision of a stream that is not there', 0, 0, undefined],
      ['an older revision', 3, 1, 2],
      ['a revision to come', 3, 3, 2],
    ])(
      'refuses the expected revision %s, names the actual one, and writes nothing',
      async (_, before, expected, actual) => {
        const stream = newStream();
        if (before > 0) await subject.store.append(stream, 'none', newEvents(before));
        const head = await subject.store.head();
        const refusal: unknown = await subject.store
          .append(stream, expected, newEvents(2))
          .catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(WrongExpectedRevision);
        expect(refusal).toMatchObject({ stream, expected, actual });
        expect(await subject.after(head)).toEqual([]);
      },
    );

    it('lets one of several writers win who expect the same revision', async () => {
      const stream = newStream();
      const stores = Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? subject.store : subject.other));
      const outcomes = await Promise.allSettled(
        stores.map((store) => store.append(stream, 'none', newEvents(2))),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected')
          expect(outcome.reason).toMatchObject({ name: 'WrongExpectedRevision', actual: 1 });
      }
      expect(await subject.store.readStream(stream)).toHaveLength(2);
    });

    it('takes all of several writers who do not care for the revision, each whole', async () => {
      const stream = newStream();
      const appends = Array.from({ length: 12 }, () => newEvents(3));
      const outcomes = await Promise.all(
        appends.map((events, at) =>
          (at % 2 === 0 ? subject.store : subject.other).append(stream, 'any', events),
        ),
      );
      const ids = (await subject.store.readStream(stream)).map(({ id }) => id);
      expect(ids).toHaveLength(36);
      appends.forEach((events, at) => {
        const last = outcomes[at]?.revision ?? -1;
        expect(ids.slice(last - 2, last + 1)).toEqual(events.map(({ id }) => id));
      });
    });

    it('takes the events as they are when it is asked', async () => {
      const stream = newStream();
      const data = { team: 'north' };
      const appending = subject.store.append(stream, 'none', [newEvent({ data })]);
      data.team = 'south';
      await appending;
      expect(await subject.store.readStream(stream)).toMatchObject([{ data: { team: 'north' } }]);
    });

    it('gives recordedAt by the clock, one for all events of an append', async () => {
      const stream = newStream();
      subject.clock.at += 86_400_000;
      const appended = await subject.store.append(stream, 'none', newEvents(3));
      expect(appended.recordedAt).toBe(subject.clock.at);
      const recorded = await subject.store.readStream(stream);
      expect(recorded.map(({ recordedAt }) => recordedAt)).toEqual(Array(3).fill(subject.clock.at));
    });

    it('never lets recordedAt fall, also where the clock goes back', async () => {
      const head = await subject.store.head();
      subject.clock.at += 60_000;
      const before = await subject.store.append(newStream(), 'none', [newEvent()]);
      subject.clock.at -= 30_000;
      const after = await subject.other.append(newStream(), 'none', [newEvent()]);
      subject.clock.at += 60_000;
      const later = await subject.store.append(newStream(), 'none', [newEvent()]);
      expect([after.recordedAt, later.recordedAt]).toEqual([before.recordedAt, before.recordedAt + 30_000]);
      const log = (await subject.after(head)).map(({ recordedAt }) => recordedAt);
      expect(log).toEqual(log.toSorted((a, b) => a - b));
    });
  });

  describe('what can not be stored', () => {
    const refused: readonly [
      string,
      () => { stream?: string; expected?: ExpectedRevision; events: NewEvent[] },
    ][] = [
      ['no event', () => ({ events: [] })],
      ['an id that is no UUID', () => ({ events: [newEvent({ id: '42' })] })],
      ['an id in capitals', () => ({ events: [newEvent({ id: newEvent().id.toUpperCase() })] })],
      ['a stream without a category', () => ({ stream: 'complaint', events: newEvents(1) })],
      ['a stream without an id', () => ({ stream: 'complaint-', events: newEvents(1) })],
      ['a revision below none', () => ({ expected: -2, events: newEvents(1) })],
      ['half a revision', () => ({ expected: 0.5, events: newEvents(1) })],
      ['a version 0', () => ({ events: [newEvent({ version: 0 })] })],
      ['an occurredAt that is no instant', () => ({ events: [newEvent({ occurredAt: 'yesterday' })] })],
      ['U+0000 in the data', () => ({ events: [newEvent({ data: { code: 'a\u0000b' } })] })],
      ['U+0000 after a backslash', () => ({ events: [newEvent({ data: { code: '\\\u0000' } })] })],
      ['U+0000 in a key', () => ({ events: [newEvent({ data: { 'a\u0000': 1 } })] })],
      ['U+0000 in the metadata', () => ({ events: [newEvent({ partitionKey: '\u0000' })] })],
      ['half of a surrogate pair', () => ({ events: [newEvent({ data: { code: '\ud83d' } })] })],
      ['data that contains itself', () => ({ events: [newEvent({ data: circular() })] })],
      [
        'too much',
        () => ({ events: [newEvent(), newEvent({ data: { text: 'x'.repeat(MAX_APPEND_BYTES) } })] }),
      ],
    ];

    it.each(refused)('%s is refused, and hurts no append beside it', async (_, make) => {
      const head = await subject.store.head();
      const { stream = newStream(), expected = 'none', events } = make();
      const neighbours = newEvents(4);
      const append = (event: NewEvent): Promise<Appended> =>
        subject.store.append(newStream(), 'none', [event]);
      const [first, refusal, second] = await Promise.allSettled([
        Promise.all(neighbours.slice(0, 2).map(append)),
        subject.store.append(stream, expected, events),
        Promise.all(neighbours.slice(2).map(append)),
      ]);
      expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled']);
      expect(refusal).toMatchObject({ status: 'rejected', reason: expect.any(InvalidAppend) as unknown });
      const written = (await subject.after(head)).map(({ id }) => id);
      expect(written.toSorted()).toEqual(neighbours.map(({ id }) => id).toSorted());
    });

    it('what looks like it but is not is stored', async () => {
      const stream = newStream();
      const data = {
        escaped: '\\u0000',
        twice: '\\\\ud83d',
        pair: '\ud83d\ude00',
        control: '\u0001',
        '': null,
      };
      await subject.store.append(stream, 'none', [newEvent({ data, occurredAt: toIso(0) })]);
      expect(await subject.store.readStream(stream)).toMatchObject([{ data, occurredAt: 0 }]);
    });
  });
}

function circular(): object {
  const data: Record<string, unknown> = {};
  data['self'] = data;
  return data;
}

import * as fc from 'fast-check';
import { fromIso, type NewEvent, type RecordedEvent } from '@redress/kernel';
import type { Appended } from '../event-store';
import { newEvent, newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** What is read is what was written, in order and page by page. */
export function describeReading(subject: Subject): void {
  const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

  describe('reading', () => {
    it('gives back everything that is known of an event', async () => {
      const stream = newStream();
      const event: NewEvent = {
        ...newEvent(),
        type: 'ComplaintRegistered',
        version: 3,
        occurredAt: '2026-02-28T23:59:59.999Z',
        actor: { id: 'ivr-2', kind: 'integration', role: 'integration' },
        fingerprint: 'f1',
        data: {
          kind: 'complaint',
          amounts: [1.5, -0.001, 1e21, 2 ** 53],
          nested: { deep: [null, true, {}] },
          text: '客户 ≠ "x"\n',
        },
      };
      const plain = newEvent();
      const appended = await subject.store.append(stream, 'none', [event, plain]);
      const [first, second, ...others] = await subject.store.readStream(stream);
      expect(others).toEqual([]);
      const { position, ...known } = first ?? { position: '' };
      expect(known).toEqual(asRecorded(event, stream, 0, appended));
      expect(position < appended.position).toBe(true);
      expect(second).toEqual({ ...asRecorded(plain, stream, 1, appended), position: appended.position });
      expect(second).not.toHaveProperty('fingerprint');
      expect(await subject.other.readAll({ after: position, limit: 1 })).toEqual([second]);
    });

    it('gives back any JSON', async () => {
      const text = fc.string({ unit: 'grapheme' }).filter((part) => !part.includes('\u0000'));
      const json = fc.dictionary(text, fc.jsonValue({ stringUnit: 'grapheme' }), { noNullPrototype: true });
      const storable = json.filter((data) => !JSON.stringify(data).includes('\\u0000'));
      await fc.assert(
        fc.asyncProperty(storable, async (data) => {
          const stream = newStream();
          await subject.store.append(stream, 'none', [newEvent({ data })]);
          const [event] = await subject.store.readStream(stream);
          expect(event?.data).toEqual(JSON.parse(JSON.stringify(data)));
        }),
        { numRuns: 50 },
      );
    });

    it('names the streams that begin alike, in order, and no others', async () => {
      const prefix = `${newStream()}-`;
      for (const name of ['b', 'a', 'a-1']) {
        await subject.store.append(`${prefix}${name}`, 'none', newEvents(2));
      }
      expect(await subject.other.streamNames(prefix)).toEqual(['a', 'a-1', 'b'].map((name) => prefix + name));
      expect(await subject.store.streamNames(`${prefix}a`)).toEqual([`${prefix}a`, `${prefix}a-1`]);
      expect(await subject.store.streamNames(`${prefix}c`)).toEqual([]);
    });

    it('gives no events of a stream that is not there', async () => {
      expect(await subject.store.readStream(newStream())).toEqual([]);
    });

    it('gives a stream from a revision on, as far as the limit', async () => {
      const stream = newStream();
      const events = newEvents(5);
      await subject.store.append(stream, 'none', events);
      const read = async (options: { fromRevision?: number; limit?: number }): Promise<string[]> =>
        ids(await subject.store.readStream(stream, options));
      expect(await read({})).toEqual(ids(events));
      expect(await read({ fromRevision: 2 })).toEqual(ids(events.slice(2)));
      expect(await read({ limit: 2 })).toEqual(ids(events.slice(0, 2)));
      expect(await read({ fromRevision: 1, limit: 3 })).toEqual(ids(events.slice(1, 4)));
      expect(await read({ fromRevision: 5 })).toEqual([]);
    });

    it('gives the log after a position, page by page, in one order for all', async () => {
      const head = await subject.store.head();
      const streams = [newStream(), newStream(), newStream()];
      const expected: string[] = [];
      for (let round = 0; round < 7; round++) {
        const events = newEvents(1 + (round % 3));
        await (round % 2 === 0 ? subject.store : subject.other).append(
          streams[round % 3] ?? '',
          'any',
          events,
        );
        expected.push(...ids(events));
      }
      for (const limit of [1, 2, 5, 100]) {
        const paged: RecordedEvent[] = [];
        for (let after = head; ; after = paged.at(-1)?.position) {
          const page = await subject.store.readAll({ ...(after === undefined ? {} : { after }), limit });
          if (page.length === 0) break;
          expect(page.length).toBeLessThanOrEqual(limit);
          paged.push(...page);
        }
        expect(ids(paged)).toEqual(expected);
      }
      expect(
        ids(await subject.other.readAll({ ...(head === undefined ? {} : { after: head }), limit: 100 })),
      ).toEqual(expected);
    });

    it('starts at the first event where no position is given', async () => {
      const stream = newStream();
      await subject.store.append(stream, 'none', newEvents(2));
      const log = await subject.after(undefined);
      expect(await subject.store.readAll({ limit: 2 })).toEqual(log.slice(0, 2));
      expect(log.at(-1)?.position).toBe(await subject.store.head());
    });

    it('has positions that rise as text, and the events of a stream in the order of their revisions', async () => {
      const head = await subject.store.head();
      const streams = Array.from({ length: 5 }, newStream);
      await Promise.all(
        Array.from({ length: 60 }, (_, at) =>
          (at % 2 === 0 ? subject.store : subject.other).append(
            streams[at % 5] ?? '',
            'any',
            newEvents(1 + (at % 3)),
          ),
        ),
      );
      const log = await subject.after(head);
      const positions = log.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].toSorted());
      for (const stream of streams) {
        const ofStream = log.filter((event) => event.stream === stream);
        expect(ofStream.map(({ revision }) => revision)).toEqual(ofStream.map((_, revision) => revision));
        expect(ofStream).toEqual(await subject.other.readStream(stream));
      }
    });

    it('shows an append to everyone as soon as it is answered', async () => {
      const stream = newStream();
      for (let round = 0; round < 10; round++) {
        const { position } = await subject.store.append(stream, 'any', [newEvent()]);
        expect(await subject.other.readStream(stream)).toHaveLength(round + 1);
        expect(await subject.other.head()).toBe(position);
      }
    });
  });
}

const asRecorded = (event: NewEvent, stream: string, revision: number, { recordedAt }: Appended): object => ({
  ...event,
  stream,
  revision,
  occurredAt: fromIso(event.occurredAt),
  recordedAt,
});

import * as fc from 'fast-check';
import type { NewEvent } from '@redress/kernel';
import { EventIdTaken, WrongExpectedRevision } from '../errors';
import type { Appended, ExpectedRevision } from '../event-store';
import { newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** A step of a random history, on one of a few streams. */
type Step =
  | {
      kind: 'append';
      stream: number;
      expected: 'right' | 'none' | 'any' | number;
      size: number;
      viaOther: boolean;
    }
  | { kind: 'repeat'; nth: number; viaOther: boolean }
  | { kind: 'steal'; nth: number; stream: number; viaOther: boolean };

interface Sent {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly appended: Appended;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream: fc.nat(2),
      expected: fc.oneof(
        { weight: 4, arbitrary: fc.constant('right' as const) },
        { weight: 2, arbitrary: fc.constantFrom('none' as const, 'any' as const) },
        { weight: 1, arbitrary: fc.nat(6) },
      ),
      size: fc.integer({ min: 1, max: 4 }),
      viaOther: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('repeat' as const), nth: fc.nat(), viaOther: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('steal' as const),
      nth: fc.nat(),
      stream: fc.nat(2),
      viaOther: fc.boolean(),
    }),
  },
);

/** Random histories against the simplest model there is: a list. */
export function describeRandomAppends(subject: Subject): void {
  describe('any history of appends', () => {
    it('ends as a list of the events would', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const head = await subject.store.head();
          const streams = [newStream(), newStream(), newStream()];
          const log: { stream: string; id: string; revision: number }[] = [];
          const sent: Sent[] = [];
          const lengthOf = (stream: string): number => log.filter((event) => event.stream === stream).length;

          const expectSuccess = async (
            { stream, expected, events }: Omit<Sent, 'appended'>,
            viaOther: boolean,
          ) => {
            const appended = await (viaOther ? subject.other : subject.store).append(
              stream,
              expected,
              events,
            );
            const before = lengthOf(stream);
            events.forEach(({ id }, at) => log.push({ stream, id, revision: before + at }));
            sent.push({ stream, expected, events, appended });
            expect(appended.revision).toBe(before + events.length - 1);
          };

          for (const next of steps) {
            const store = next.viaOther ? subject.other : subject.store;
            const earlier = next.kind === 'append' ? undefined : sent[next.nth % Math.max(sent.length, 1)];
            if (next.kind === 'append') {
              const stream = streams[next.stream] ?? '';
              const length = lengthOf(stream);
              const last = length === 0 ? 'none' : length - 1;
              const expected = next.expected === 'right' ? last : next.expected;
              const events = newEvents(next.size);
              if (expected === 'any' || expected === last) {
                await expectSuccess({ stream, expected, events }, next.viaOther);
              } else {
                const refusal: unknown = await store
                  .append(stream, expected, events)
                  .catch((error: unknown) => error);
                expect(refusal).toBeInstanceOf(WrongExpectedRevision);
                expect(refusal).toMatchObject({
                  stream,
                  expected,
                  actual: length === 0 ? undefined : length - 1,
                });
              }
            } else if (earlier !== undefined && next.kind === 'repeat') {
              expect(await store.append(earlier.stream, earlier.expected, earlier.events)).toEqual(
                earlier.appended,
              );
            } else if (earlier !== undefined && next.kind === 'steal') {
              const events = [...newEvents(1), ...earlier.events];
              const stream = subject.idsAreUnique === 'in the store' ? streams[next.stream] : earlier.stream;
              await expect(store.append(stream ?? '', 'any', events)).rejects.toThrow(EventIdTaken);
            }
          }

          const seen = await subject.after(head);
          expect(seen.map(({ stream, id, revision }) => ({ stream, id, revision }))).toEqual(log);
          for (const stream of streams) {
            expect(await subject.other.readStream(stream)).toEqual(
              seen.filter((event) => event.stream === stream),
            );
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

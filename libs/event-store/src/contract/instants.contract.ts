import * as fc from 'fast-check';
import { newEvents, newStream } from './new-event';
import type { Subject } from './subject';

/** An instant is a position. */
export function describeInstants(subject: Subject): void {
  describe('instants', () => {
    it('are the position of the last event recorded by then', async () => {
      const head = await subject.store.head();
      const from = subject.clock.at;
      const gaps = [1, 0, 7, 0, 0, 60_000, 3];
      for (const [at, gap] of gaps.entries()) {
        subject.clock.at += gap;
        await (at % 2 === 0 ? subject.store : subject.other).append(
          newStream(),
          'none',
          newEvents(1 + (at % 3)),
        );
      }
      const log = await subject.after(head);
      const instants = [
        from,
        from + 1,
        from + 2,
        ...log.flatMap(({ recordedAt }) => [recordedAt - 1, recordedAt]),
      ];
      for (const instant of [...instants, subject.clock.at + 3_600_000]) {
        const expected = log.findLast(({ recordedAt }) => recordedAt <= instant)?.position ?? head;
        // Events of earlier tests may have been recorded at the very instant with which this one began.
        if (instant >= from) expect(await subject.other.positionAt(instant)).toBe(expected);
      }
    });

    it('are told of any log, at any time', async () => {
      const log = await subject.after(undefined);
      const first = log[0]?.recordedAt ?? 0;
      const last = log.at(-1)?.recordedAt ?? 0;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: first - 10, max: last + 10 }), async (instant) => {
          const later = log.findIndex(({ recordedAt }) => recordedAt > instant);
          const expected = (later < 0 ? log : log.slice(0, later)).at(-1)?.position;
          expect(await subject.store.positionAt(instant)).toBe(expected);
        }),
        { numRuns: 50 },
      );
    });

    it('before the first event have none', async () => {
      const [first] = await subject.store.readAll({ limit: 1 });
      expect(await subject.store.positionAt((first?.recordedAt ?? 0) - 1)).toBeUndefined();
      expect(await subject.store.positionAt(0)).toBeUndefined();
    });
  });
}

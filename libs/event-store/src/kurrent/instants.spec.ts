import { VirtualClock, type Position, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import fc from 'fast-check';
import { newEvents, newStream } from '../contract/new-event';
import { Instants } from './instants';

const PAGE = 3;

/** Appends after a while, or a question about an instant. */
const step = fc.oneof(
  fc.record({ wait: fc.nat({ max: 3 }), events: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ ask: fc.nat({ max: 60 }) }),
);

describe('instants in a log that can only be read', () => {
  it('are found in whatever order they are asked for, while the log grows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const clock = new VirtualClock(0);
        const store = new InMemoryEventStore(clock);
        const after = (position: Position | undefined, limit: number): Promise<RecordedEvent[]> =>
          store.readAll({ ...(position === undefined ? {} : { after: position }), limit });
        const instants = new Instants({ after }, PAGE);
        for (const one of steps) {
          if ('ask' in one) expect(await instants.positionAt(one.ask)).toBe(await store.positionAt(one.ask));
          else {
            clock.advanceTo(clock.now() + one.wait);
            await store.append(newStream(), 'none', newEvents(one.events));
          }
        }
      }),
    );
  });

  it('are looked for from the nearest place that is remembered', async () => {
    const clock = new VirtualClock(0);
    const store = new InMemoryEventStore(clock);
    for (let at = 0; at < 90; at++) {
      clock.advanceTo(at);
      await store.append(newStream(), 'none', newEvents(1));
    }
    let pages = 0;
    const after = (position: Position | undefined, limit: number): Promise<RecordedEvent[]> => {
      pages += 1;
      return store.readAll({ ...(position === undefined ? {} : { after: position }), limit });
    };
    const instants = new Instants({ after }, PAGE);
    await instants.positionAt(88);
    expect(pages).toBe(30);
    await instants.positionAt(40);
    expect(pages).toBe(31);
  });
});

import type { RecordedEvent } from '@redress/kernel';
import fc from 'fast-check';
import type { EventRecord } from './event-record';
import { PARTITION_START, RecordGap, RecordGuard } from './record-guard';

const EVENTS = 30;

const eventAt = (sequence: number): RecordedEvent => ({
  id: `event-${String(sequence)}`,
  stream: 'complaint-1',
  revision: sequence,
  position: String(sequence * 3 + 1).padStart(16, '0'),
  type: 'ComplaintNoted',
  version: 1,
  occurredAt: 0,
  recordedAt: 0,
  data: {},
  actor: { id: 'a', kind: 'system', role: 'system' },
  correlationId: 'c',
  causationId: 'c',
  commandId: 'c',
  partitionKey: '1',
});

interface Written {
  readonly epoch: number;
  readonly sequence: number;
}

const recordsOf = (written: readonly Written[]): EventRecord[] =>
  written.map(({ epoch, sequence }, offset) => ({ epoch, sequence, offset, event: eventAt(sequence) }));

/**
 * What relays write to one partition: each begins after the last record that it finds, and some go on writing after another one took over,
 * so that two of them mix.
 */
const relaysAtWork = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 3 })), { maxLength: 40 })
  .map((steps) => {
    const written: Written[] = [];
    const nextOf = new Map<number, number>();
    let newest = 1;
    nextOf.set(newest, 0);
    for (const [count, who] of steps) {
      if (who === 0) nextOf.set(++newest, (written.at(-1)?.sequence ?? -1) + 1);
      const epoch = Math.max(1, newest - Math.max(0, who - 1));
      for (let step = 0; step < count; step++) {
        const next = nextOf.get(epoch) ?? 0;
        if (next >= EVENTS) break;
        written.push({ epoch, sequence: next });
        nextOf.set(epoch, next + 1);
      }
    }
    for (let next = nextOf.get(newest) ?? 0; next < EVENTS; next++) {
      written.push({ epoch: newest, sequence: next });
    }
    return recordsOf(written);
  });

const read = (guard: RecordGuard, records: readonly EventRecord[]): number[] =>
  records.filter((record) => guard.admit(record)).map(({ sequence }) => sequence);

describe('reading a partition through the guard', () => {
  const all = Array.from({ length: EVENTS }, (_, sequence) => sequence);

  it('gives every event once and in order, whatever relays have written again', () => {
    fc.assert(
      fc.property(relaysAtWork, (records) => {
        expect(read(new RecordGuard(0, PARTITION_START), records)).toEqual(all);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never passes over a record that is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: EVENTS - 2 }), (missing) => {
        const records = recordsOf(
          all.filter((sequence) => sequence !== missing).map((sequence) => ({ epoch: 1, sequence })),
        );
        const guard = new RecordGuard(0, PARTITION_START);
        expect(read(guard, records.slice(0, missing))).toEqual(all.slice(0, missing));
        expect(() => read(guard, records.slice(missing))).toThrow(RecordGap);
      }),
    );
  });

  it('loses nothing where a relay begins after what a replaced one wrote late', () => {
    const records = recordsOf([
      { epoch: 2, sequence: 0 },
      { epoch: 1, sequence: 0 },
      { epoch: 1, sequence: 1 },
      { epoch: 3, sequence: 2 },
    ]);
    expect(read(new RecordGuard(0, PARTITION_START), records)).toEqual([0, 1, 2]);
  });
});

import fc from 'fast-check';
import { DoneOffsets } from './done-offsets';

const TOPIC = 'topic-id';
const reread = (done: DoneOffsets): DoneOffsets | undefined =>
  DoneOffsets.read(TOPIC, { offset: done.from, note: done.note });

describe('which dead letters are done', () => {
  it('is remembered, in whatever order and from wherever it begins', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.array(fc.nat(60)), fc.nat(70), (from, offsets, first) => {
        const done = offsets.reduce((so, offset) => so.with(offset), DoneOffsets.none(TOPIC, from));
        const kept = reread(done)?.startingAt(first);
        for (let offset = 0; offset < 80; offset++) {
          const isDone = offset < from || offsets.includes(offset);
          expect([offset, done.has(offset)]).toEqual([offset, isDone]);
          expect([offset, kept?.has(offset)]).toEqual([offset, isDone || offset < first]);
        }
        expect(done.has(done.from)).toBe(false);
      }),
    );
  });

  it('is one number where all is done in order', () => {
    const done = [3, 4, 5].reduce((so, offset) => so.with(offset), DoneOffsets.none(TOPIC, 3));
    expect([done.from, done.note]).toEqual([6, '{"topic":"topic-id","done":[]}']);
  });

  it('has limits', () => {
    let done = DoneOffsets.none(TOPIC, 0);
    for (let offset = 1; !done.isTooScattered; offset += 2) done = done.with(offset);
    expect(done.note.length).toBeLessThan(4_096);
  });

  it('means nothing for another topic, nor where somebody else has written', () => {
    const { from, note } = DoneOffsets.none('another', 3);
    expect(DoneOffsets.read(TOPIC, { offset: from, note })).toBeUndefined();
    for (const other of ['', 'hello', 'null', '{}', '{"topic":"topic-id"}'])
      expect(DoneOffsets.read(TOPIC, { offset: 3, note: other })).toBeUndefined();
  });
});

import fc from 'fast-check';
import { ChangeRing } from './change-ring';
import type { LiveChange, LiveFrame } from './live-source';

const change = (changeNo: number, topic: string, key: string): LiveChange => ({
  changeNo,
  topics: [topic],
  key,
  event: 'changed',
  body: { changeNo },
});
const everything = () => true;
const only = (topic: string) => (topics: readonly string[]) => topics.includes(topic);
const numbers = (frames: readonly LiveFrame[]) =>
  frames.map(({ members }) => (JSON.parse(`{${members}}`) as { changeNo: number }).changeNo);

describe('the newest changes', () => {
  it('are told to whom they concern, of several of one row the last, in their order', () => {
    const ring = new ChangeRing(1, 10, 100);
    const changes = [change(11, 'a', 'x'), change(12, 'b', 'y'), change(13, 'a', 'z'), change(14, 'a', 'x')];
    ring.add(changes, 15);
    const { frames, to } = ring.after(10, only('a'), 100);
    expect(numbers(frames)).toEqual([13, 14]);
    expect(frames.map(({ id }) => id)).toEqual(['1-13', '1-14']);
    expect(to).toBe(15);
    expect(numbers(ring.after(13, everything, 100).frames)).toEqual([14]);
    expect(ring.hasAfter(14, everything)).toBe(false);
  });

  it('take no more room however long a day is, and say how far back they go', () => {
    const ring = new ChangeRing(1, 0, 1_000);
    for (let no = 1; no <= 100_000; no++) ring.add([change(no, 'a', String(no))], no);
    expect(ring.after(0, everything, Infinity).frames.length).toBeLessThanOrEqual(1_250);
    expect(ring.covers(99_000)).toBe(true);
    expect(ring.covers(98_000)).toBe(false);
    expect(ring.covers(100_000)).toBe(true);
  });

  it('tell a watcher who looks in any steps the last of each row, and no number twice', () => {
    const row = fc.record({ topic: fc.constantFrom('a', 'b'), key: fc.constantFrom('x', 'y', 'z') });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.array(fc.nat(8)),
        fc.integer({ min: 1, max: 4 }),
        (rows, looks, limit) => {
          const ring = new ChangeRing(1, 0, 1_000);
          const told = new Map<string, number>();
          const all: number[] = [];
          let from = 0;
          const look = (): boolean => {
            const { frames, to } = ring.after(from, only('a'), limit);
            for (const no of numbers(frames)) {
              all.push(no);
              told.set(rows[no - 1]?.key ?? '', no);
            }
            const isMore = to < ring.to;
            from = to;
            return isMore;
          };
          rows.forEach(({ topic, key }, at) => {
            ring.add([change(at + 1, topic, `${topic} ${key}`)], at + 1);
            if (looks.includes(at % 9)) look();
          });
          while (look());
          expect(all).toEqual([...new Set(all)].sort((one, other) => one - other));
          const last = new Map<string, number>();
          rows.forEach(({ topic, key }, at) => topic === 'a' && last.set(key, at + 1));
          expect(new Map([...told].sort())).toEqual(new Map([...last].sort()));
        },
      ),
    );
  });
});

import { KnownStreams } from './known-streams';

const events = (from: number, ...ids: string[]) => ids.map((id, at) => ({ id, revision: from + at }));

describe('what is known of streams', () => {
  it('grows by what follows on it, and by nothing else', () => {
    const known = new KnownStreams();
    known.learn('complaint-1', events(0, 'a', 'b'));
    known.learn('complaint-1', events(3, 'd'));
    expect(known.last('complaint-1')).toBe(1);
    known.learn('complaint-1', events(1, 'b', 'c', 'd'));
    expect(known.last('complaint-1')).toBe(3);
    expect(known.last('complaint-2')).toBe(-1);
  });

  it('is kept for the streams that were used last, as far as there is room', () => {
    const known = new KnownStreams(4);
    known.learn('complaint-1', events(0, 'a', 'b'));
    known.learn('complaint-2', events(0, 'c', 'd'));
    known.learn('complaint-1', []);
    known.learn('complaint-3', events(0, 'e'));
    expect(known.last('complaint-2')).toBe(-1);
    expect(known.last('complaint-1')).toBe(1);
    known.learn('complaint-4', events(0, 'f', 'g', 'h', 'i', 'j'));
    expect(known.last('complaint-1')).toBe(-1);
    expect(known.last('complaint-4')).toBe(4);
  });

  it('tells a repeated append from a new one, and from one that takes ids of others', () => {
    const known = new KnownStreams();
    known.learn('complaint-1', events(0, 'a', 'b', 'c'));
    const judge = (expected: number | 'none' | 'any', ...ids: string[]) =>
      known.judge('complaint-1', expected, ids);
    expect(judge(2, 'd')).toEqual({ kind: 'new', after: 2 });
    expect(judge('any', 'd', 'e')).toEqual({ kind: 'new', after: 2 });
    expect(judge(1, 'd')).toEqual({ kind: 'wrong-revision', actual: 2 });
    expect(judge('none', 'a', 'b')).toEqual({ kind: 'repeated', revision: 1 });
    expect(judge(0, 'b', 'c')).toEqual({ kind: 'repeated', revision: 2 });
    expect(judge('any', 'b')).toEqual({ kind: 'repeated', revision: 1 });
    for (const verdict of [
      judge(2, 'b', 'c'),
      judge('any', 'c', 'b'),
      judge(1, 'c', 'd'),
      judge(1, 'd', 'c'),
    ]) {
      expect(verdict).toEqual({ kind: 'id-taken' });
    }
  });
});

import * as fc from 'fast-check';
import { toLogPosition, toPosition } from './position';

const pair = fc.record({
  commit: fc.bigInt({ min: 0n, max: 2n ** 64n - 2n }),
  prepare: fc.bigInt({ min: 0n, max: 2n ** 64n - 2n }),
});

describe('a position', () => {
  it('is the pair, exactly, however large', () => {
    fc.assert(
      fc.property(pair, (position) => {
        expect(toLogPosition(toPosition(position))).toEqual(position);
      }),
    );
  });

  it('is before another one as text where its pair is', () => {
    const close = fc
      .tuple(pair, fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }))
      .map(
        ([one, commit, prepare]) =>
          [one, { commit: one.commit + BigInt(commit), prepare: one.prepare + BigInt(prepare) }] as const,
      );
    fc.assert(
      fc.property(fc.oneof(fc.tuple(pair, pair), close), ([one, other]) => {
        fc.pre(other.commit >= 0n && other.prepare >= 0n && other.commit < 2n ** 64n - 1n);
        const before =
          one.commit < other.commit || (one.commit === other.commit && one.prepare < other.prepare);
        expect(toPosition(one) < toPosition(other)).toBe(before);
      }),
    );
  });

  it.each(['', '42', '0000000000000000001', `${'1'.repeat(20)}-${'1'.repeat(19)}x`])('is not %j', (text) => {
    expect(() => toLogPosition(text)).toThrow(RangeError);
  });

  it.each([undefined, { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n }])(
    'is not made up where the server gives none',
    (given) => {
      expect(() => toPosition(given)).toThrow('22.6');
    },
  );
});

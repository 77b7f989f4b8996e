import fc from 'fast-check';
import { inForcePeriods } from './in-force-periods';
import { inForceAt, type Version } from './versioned-document';

const version = (number: number, effectiveFrom: number, withdrawnAt?: number): Version<object> => ({
  name: 'one',
  version: number,
  effectiveFrom,
  ...(withdrawnAt === undefined ? {} : { withdrawnAt }),
});

describe('the version in force', () => {
  it('is the last one effective by then, else the first there is', () => {
    const versions = [version(1, 10), version(2, 30), version(3, 20)];
    expect([5, 10, 19, 20, 29, 30].map((at) => inForceAt(versions, at)?.version)).toEqual([1, 1, 1, 3, 3, 3]);
  });

  it('is the one before it from the withdrawal on', () => {
    const versions = [version(1, 10), version(2, 20, 40)];
    expect([19, 20, 39, 40, 50].map((at) => inForceAt(versions, at)?.version)).toEqual([1, 2, 2, 1, 1]);
  });

  it('is never one that was withdrawn before it held', () => {
    expect(inForceAt([version(1, 10), version(2, 60, 40)], 70)?.version).toBe(1);
    expect(inForceAt<object>([], 0)).toBeUndefined();
  });

  it('is told in periods', () => {
    expect(inForcePeriods([version(1, 10), version(2, 20, 40), version(3, 30, 35)])).toEqual([
      { version: 1, to: 20 },
      { version: 2, from: 20, to: 30 },
      { version: 3, from: 30, to: 35 },
      { version: 2, from: 35, to: 40 },
      { version: 1, from: 40 },
    ]);
  });

  it('is at every instant what the periods say', () => {
    const at = fc.integer({ min: 0, max: 20 });
    const some = fc.array(fc.record({ from: at, withdrawn: fc.option(at, { nil: undefined }) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(some, (lives) => {
        const versions = [
          version(1, 5),
          ...lives.map(({ from, withdrawn }, index) => version(index + 2, from, withdrawn)),
        ];
        const periods = inForcePeriods(versions);
        for (let now = -1; now <= 21; now++) {
          const told = periods.filter(({ from = -Infinity, to = Infinity }) => from <= now && now < to);
          expect(told.map((one) => one.version)).toEqual([inForceAt(versions, now)?.version]);
        }
      }),
    );
  });
});

import { SystemClock, VirtualClock } from './clock';

describe('SystemClock', () => {
  it('is the clock of the machine', () => {
    const before = Date.now();
    const now = new SystemClock().now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('VirtualClock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock(1_000);
    expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
    clock.advanceTo(5_000);
    expect(clock.now()).toBe(5_000);
    clock.advanceTo(5_000);
    expect(clock.now()).toBe(5_000);
  });

  it('does not go back', () => {
    const clock = new VirtualClock(1_000);
    expect(() => {
      clock.advanceTo(999);
    }).toThrow(RangeError);
    expect(clock.now()).toBe(1_000);
  });
});

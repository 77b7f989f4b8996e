import { intervalLine } from './interval-line';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

describe('the line of a clock', () => {
  it('shows each interval with its share of the whole', () => {
    const line = intervalLine({
      startedAt: at(0),
      until: at(40),
      dueAt: null,
      intervals: [
        { from: at(0), to: at(10), state: 'running' },
        { from: at(10), to: at(40), state: 'paused' },
      ],
    });
    expect(line.due).toBeUndefined();
    expect(line.pieces).toMatchObject([
      { from: 0, share: 0.25, state: 'running', isLate: false },
      { from: 0.25, share: 0.75, state: 'paused', isLate: false },
    ]);
  });

  it('cuts an interval at the due instant, and calls late what ran after it', () => {
    const line = intervalLine({
      startedAt: at(0),
      until: at(50),
      dueAt: at(40),
      intervals: [{ from: at(0), to: at(50), state: 'running' }],
    });
    expect(line.due).toBeCloseTo(0.8);
    expect(line.pieces.map(({ lengthMs, isLate }) => [lengthMs / 60_000, isLate])).toEqual([
      [40, false],
      [10, true],
    ]);
  });

  it('leaves room up to the due instant where that is still to come', () => {
    const line = intervalLine({
      startedAt: at(0),
      until: at(10),
      dueAt: at(40),
      intervals: [{ from: at(0), to: at(10), state: 'running' }],
    });
    expect(line.due).toBe(1);
    expect(line.pieces[0]?.share).toBeCloseTo(0.25);
  });
});

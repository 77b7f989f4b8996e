import { ROUND_THE_CLOCK } from './calendar';
import { verdict, type ClockHistory } from './verdict';

const HOUR = 3_600_000;

const history = (within: string, more: Partial<ClockHistory> = {}): ClockHistory => ({
  start: 0,
  targets: [{ from: 0, within, calendar: ROUND_THE_CLOCK, pauses: [], marks: [50, 80] }],
  ...more,
});

describe('verdict', () => {
  it('is running until the due instant has passed', () => {
    expect(verdict(history('PT2H'), 2 * HOUR)).toMatchObject({ verdict: 'running', dueAt: 2 * HOUR });
    expect(verdict(history('PT2H'), 2 * HOUR + 1)).toMatchObject({ verdict: 'missed', dueAt: 2 * HOUR });
  });

  it('knows of no stop that comes later', () => {
    expect(verdict(history('PT2H', { stoppedAt: 3 * HOUR }), HOUR).verdict).toBe('running');
    expect(verdict(history('PT2H', { stoppedAt: HOUR }), HOUR).verdict).toBe('met');
  });

  it('knows of no pause and no target that comes later', () => {
    const [target] = history('PT2H').targets;
    const later = { ...history('PT2H').targets[0]!, from: 3 * HOUR, within: 'PT9H' };
    const known = { start: 0, targets: [{ ...target!, pauses: [{ from: 3 * HOUR }] }, later] };
    expect(verdict(known, HOUR)).toEqual(verdict(history('PT2H'), HOUR));
    expect(verdict(known, 4 * HOUR)).toMatchObject({ verdict: 'missed', dueAt: 2 * HOUR });
  });

  it('gives the marks that were passed before the stop', () => {
    expect(verdict(history('PT2H', { stoppedAt: 1.6 * HOUR }), 9 * HOUR).marks).toEqual([
      { percent: 50, at: HOUR },
    ]);
    expect(verdict(history('PT2H'), 9 * HOUR).marks).toEqual([
      { percent: 50, at: HOUR },
      { percent: 80, at: 1.6 * HOUR },
    ]);
  });
});

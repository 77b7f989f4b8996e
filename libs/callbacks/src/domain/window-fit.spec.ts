import { fromIso, toIso } from '@redress/kernel';
import type { Window } from '../events';
import { fitWindow } from './window-fit';
import type { RestTime } from './quiet-hours';

const LONDON: RestTime = { quietHours: { from: '21:00', to: '08:00' }, timeZone: 'Europe/London' };
const window = (from: string, to: string): Window => ({
  from: `2026-${from}:00.000Z`,
  to: `2026-${to}:00.000Z`,
});
/** What becomes of a window that is agreed on at `at`. */
const fit = (asked: Window, at = '03-01T00:00', rest = LONDON) =>
  fitWindow(asked, Date.parse(`2026-${at}:00Z`), rest);
const codeOf = (asked: Window, at?: string): unknown => {
  try {
    return fit(asked, at);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('a window', () => {
  it('stays as it was asked for where the customer is awake', () => {
    const asked = window('03-02T10:00', '03-02T12:00');
    expect(fit(asked)).toEqual({ window: asked });
  });

  it('moves out of the quiet hours and keeps its length', () => {
    const asked = window('03-02T22:00', '03-02T23:30');
    expect(fit(asked)).toEqual({
      window: window('03-03T08:00', '03-03T09:30'),
      moved: { asked, movedBy: 'quiet-hours' },
    });
  });

  it('ends with the beginning of the quiet hours that it would end in', () => {
    const asked = window('03-02T19:00', '03-02T23:00');
    expect(fit(asked)).toEqual({
      window: window('03-02T19:00', '03-02T21:00'),
      moved: { asked, movedBy: 'quiet-hours' },
    });
    expect(fit(window('03-02T19:00', '03-02T21:00'))).toEqual({
      window: window('03-02T19:00', '03-02T21:00'),
    });
  });

  it('may hold quiet hours between its ends', () => {
    const asked = window('03-02T19:00', '03-04T10:00');
    expect(fit(asked)).toEqual({ window: asked });
  });

  it('is cut where it would end in the next quiet hours after it was moved', () => {
    expect(fit(window('03-02T22:00', '03-03T12:00')).window).toEqual(window('03-03T08:00', '03-03T21:00'));
  });

  it('moves by the clock of the customer, over the change to summer time and back', () => {
    expect(fit(window('03-28T23:00', '03-29T00:00')).window).toEqual(window('03-29T07:00', '03-29T08:00'));
    expect(fit(window('10-24T23:00', '10-25T00:00')).window).toEqual(window('10-25T08:00', '10-25T09:00'));
  });

  it('that begins before summer time ends at the instant that was promised', () => {
    const asked = window('03-28T20:00', '03-29T11:00');
    expect(fit(asked)).toEqual({ window: asked });
  });

  it('begins anew after the quiet hours where the rest of it lies in them', () => {
    const asked = window('03-02T20:00', '03-02T23:00');
    expect(fit(asked, '03-02T22:00').window).toEqual(window('03-03T08:00', '03-03T11:00'));
  });

  it('may have begun', () => {
    const asked = window('03-02T10:00', '03-02T12:00');
    expect(fit(asked, '03-02T11:59')).toEqual({ window: asked });
  });

  it('is in whole seconds, and in UTC', () => {
    const asked = { from: '2026-03-02T10:00:00.900+01:00', to: '2026-03-02T12:00:00.100+01:00' };
    expect(fit(asked)).toEqual({ window: window('03-02T09:00', '03-02T11:00') });
  });

  it('is not over yet', () => {
    expect(codeOf(window('03-02T10:00', '03-02T12:00'), '03-02T12:00')).toBe('window-over');
  });

  it('ends after it has begun, within 31 days', () => {
    expect(codeOf(window('03-02T10:00', '03-02T10:00'))).toBe('window-invalid');
    expect(codeOf(window('03-02T10:00', '03-02T09:00'))).toBe('window-invalid');
    expect(codeOf(window('03-02T10:00', '04-02T10:00'))).toEqual({
      window: window('03-02T10:00', '04-02T10:00'),
    });
    expect(codeOf(window('03-02T10:00', '04-02T10:01'))).toBe('window-invalid');
  });

  it('begins within a hundred years, as everything that is promised', () => {
    const from = (at: string): Window => ({ from: at, to: toIso(fromIso(at) + 3_600_000) });
    const asked = from('2126-02-05T13:00:00.000Z');
    expect(codeOf(asked, '03-01T12:00')).toBe('window-invalid');
    expect(codeOf(asked, '03-01T13:00')).toEqual({ window: asked });
    expect(codeOf(from('9999-12-31T22:00:00.000Z'))).toBe('window-invalid');
  });
});

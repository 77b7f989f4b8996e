import { invalidField } from '@redress/complaints';
import { fromIso, toIso, type EpochMs } from '@redress/kernel';
import type { Moved, Window } from '../events';
import { quietSince, quietUntil, type RestTime } from './quiet-hours';

const SECOND_MS = 1000;

/** The longest window that is still a promise. */
const LONGEST_MS = 31 * 24 * 3_600_000;

/** 100 years of 365 days, as for everything that is promised: wherever quiet hours move it, its instants can still be written. */
const FURTHEST_MS = 100 * 365 * 24 * 3_600_000;

/** A window in which the customer may be called, and what was asked for where that was another one. */
export interface FittedWindow {
  readonly window: Window;
  readonly moved?: Moved;
}

/**
 * The window that is promised in place of the one asked for: one that begins in the customer's quiet hours moves to their end and keeps
 * its length; one that ends in them ends with their beginning. It is never empty and never over, and in whole seconds, like its clock.
 * @param at when it is agreed
 * @throws DomainError `window-invalid` (not rising, longer than 31 days, or more than 100 years away) and `window-over`
 */
export function fitWindow(asked: Window, at: EpochMs, rest: RestTime): FittedWindow {
  const [from, to] = [wholeSeconds(asked.from), wholeSeconds(asked.to)];
  if (to <= from) throw invalidField('window-invalid', 'window.to', 'ends before it has begun');
  if (to - from > LONGEST_MS)
    throw invalidField('window-invalid', 'window.to', 'lies more than 31 days after its beginning');
  if (from - at > FURTHEST_MS)
    throw invalidField('window-invalid', 'window.from', 'lies more than 100 years ahead');
  if (to <= at) throw invalidField('window-over', 'window.to', 'has passed');
  const fitted = outsideOfRest({ from, to }, at, rest);
  const window = { from: toIso(fitted.from), to: toIso(fitted.to) };
  return fitted.from === from && fitted.to === to
    ? { window }
    : { window, moved: { asked: { from: toIso(from), to: toIso(to) }, movedBy: 'quiet-hours' } };
}

/** Whether two windows are the same. */
export const sameWindow = (one: Window, other: Window): boolean =>
  one.from === other.from && one.to === other.to;

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

function outsideOfRest(span: Span, at: EpochMs, rest: RestTime): Span {
  const from = quietUntil(span.from, rest);
  const end = from + (span.to - span.from);
  const to = quietSince(end, rest) ?? end;
  // All that is left of a window that had begun before can lie in quiet hours; then it begins anew after them.
  return to > at ? { from, to } : outsideOfRest({ from: at, to: at + (span.to - span.from) }, at, rest);
}

const wholeSeconds = (instant: string): EpochMs => Math.floor(fromIso(instant) / SECOND_MS) * SECOND_MS;

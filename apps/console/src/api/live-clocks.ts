import type { Fold, Frame } from './live-stream';
import type { BoardClock } from './types';

/** A clock is the same one as long as this is. */
export const clockKey = ({
  complaintId,
  subject,
  clock,
  instance,
}: Pick<BoardClock, 'complaintId' | 'clock' | 'instance'> & {
  readonly subject?: BoardClock['subject'];
}): string => [complaintId ?? '', subject?.id ?? '', clock, String(instance)].join(' ');

const GOING = new Set(['running', 'paused', 'beyond-calendar', 'breached']);

/** Keeps the going clocks only, so that it does not grow while it is left open. */
export const foldClocks: Fold<BoardClock> = (clocks, event, frame) => {
  if (event === 'snapshot') {
    for (const clock of (frame as Frame & { readonly clocks: readonly BoardClock[] }).clocks)
      clocks.set(clockKey(clock), clock);
    return;
  }
  const { freshness: _, ...clock } = frame as Frame & BoardClock;
  const key = clockKey(clock);
  if (event === 'clock' && GOING.has(clock.state)) clocks.set(key, clock);
  // A case may have gone from one team that is watched to another.
  else if (event === 'clock' || clocks.get(key)?.team === clock.team) clocks.delete(key);
};

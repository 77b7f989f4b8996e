import { useEffect, useEffectEvent, useState } from 'react';
import { serverNow } from '../api/use-live-clocks';
import { useShortcuts } from '../ui/use-shortcuts';
import { lastMinute } from './past-search';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Whoever drags asks once they stand still for so long. */
const SETTLED_MS = 150;

/** While it plays, a minute is shown for so long at least. */
const PLAY_MS = 500;

/** A way through the past. */
export interface Travel {
  /** Where the slider stands (ms since 1970): ahead of the address while it is dragged. */
  readonly wanted: number;
  readonly isPlaying: boolean;
  /** Goes to an instant, or as far as there is a past. */
  readonly to: (at: number) => void;
  readonly play: (isPlaying: boolean) => void;
}

/**
 * Moves through the past: by slider, by keys (left and right a minute, with shift an hour, p to play), or by itself.
 *
 * @param at where the page is
 * @param isShown whether what is on the screen is of that instant: playing waits for it
 * @param go puts an instant into the address
 */
export function useTravel(at: number, isShown: boolean, go: (at: number) => Promise<void>): Travel {
  const [dragged, setDragged] = useState<number>();
  const [plays, setPlays] = useState(false);
  const wanted = dragged ?? at;
  const arrive = useEffectEvent(async (instant: number) => {
    await go(instant);
    setDragged((now) => (now === instant ? undefined : now));
  });
  useEffect(() => {
    if (dragged === undefined) return undefined;
    const timer = setTimeout(() => void arrive(dragged), SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [dragged]);

  const to = (instant: number) => {
    setDragged(Math.min(instant, Math.max(lastMinute(serverNow()), at)));
  };
  const next = useEffectEvent(() => {
    if (at + MINUTE_MS > serverNow()) setPlays(false);
    else to(at + MINUTE_MS);
  });
  const isSettled = isShown && dragged === undefined;
  useEffect(() => {
    if (!plays || !isSettled) return undefined;
    const timer = setTimeout(() => {
      next();
    }, PLAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [plays, isSettled, at]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const side = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    if (side === 0 || target?.closest('input:not([type=range]), textarea, select, [role=dialog]') != null)
      return;
    event.preventDefault();
    setPlays(false);
    to(wanted + side * (event.shiftKey ? HOUR_MS : MINUTE_MS));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      press(event);
    };
    addEventListener('keydown', listen);
    return () => {
      removeEventListener('keydown', listen);
    };
  }, []);
  useShortcuts({
    p: () => {
      setPlays(!plays);
    },
  });
  return { wanted, isPlaying: plays, to, play: setPlays };
}

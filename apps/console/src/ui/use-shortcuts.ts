import { useEffect, useRef } from 'react';

/** Keys → what they do, while the caller is on the screen. Not while something is typed, and not under a dialog. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.closest('input, textarea, select, [role=dialog]') != null) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      // A key that is held down means it once; and a capital letter, by caps lock, what the letter means.
      const act = event.repeat
        ? undefined
        : (latest.current[event.key] ?? latest.current[event.key.toLowerCase()]);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => {
      removeEventListener('keydown', listen);
    };
  }, []);
}

import { useSyncExternalStore } from 'react';

interface Notice {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 5_000;

let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Says something at the edge of the screen for some seconds. */
export function tellUser(text: string): void {
  const notice = { id: nextId++, text };
  set([...notices, notice]);
  setTimeout(() => {
    set(notices.filter((one) => one !== notice));
  }, SHOWN_MS);
}

export function Notices() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  return (
    <div className="notices" role="status" aria-live="polite">
      {shown.map(({ id, text }) => (
        <div key={id} className="notice">
          {text}
        </div>
      ))}
    </div>
  );
}

import type { EventStore } from '@redress/event-store';
import type { EpochMs, Position, RecordedEvent } from '@redress/kernel';
import { isRetellable } from './retellables';

/** Which part of the log is read. */
export interface LogRange {
  /** What happened from here on. */
  readonly from: EpochMs;
  /** Aborted: it ends early, with the reason thrown. */
  readonly signal?: AbortSignal;
  /** Events read at once. Between two readings others get their turn. Default 500. */
  readonly pageSize?: number;
}

const PAGE_SIZE = 500;

/** What happened is recorded afterwards; on another machine, whose clock may be behind. */
const CLOCKS_DIFFER_MS = 60_000;

/** The events of one command. */
export type Append = readonly [RecordedEvent, ...RecordedEvent[]];

/** A part of the log, page by page. */
export type LogPages = AsyncGenerator<readonly RecordedEvent[]>;

/** The events of one command stand side by side in the log. */
export function* appendsIn(events: Iterable<RecordedEvent>): Generator<Append> {
  let append: [RecordedEvent, ...RecordedEvent[]] | undefined;
  for (const event of events) {
    if (append !== undefined && isOneAppend(append[0], event)) {
      append.push(event);
    } else {
      if (append !== undefined) yield append;
      append = [event];
    }
  }
  if (append !== undefined) yield append;
}

const isOneAppend = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.commandId === other.commandId && one.stream === other.stream;

/**
 * The events of cases and subjects from where those of the range can begin, up to a position: in pages that end between two appends, the next
 * one being read while one is worked on.
 */
export async function* pagesOf(
  store: EventStore,
  head: Position | undefined,
  { from, signal, pageSize: limit = PAGE_SIZE }: LogRange,
): LogPages {
  if (head === undefined) return;
  const after = await store.positionAt(from - CLOCKS_DIFFER_MS);
  const read = (from: Position | undefined): Promise<readonly RecordedEvent[]> =>
    store.readAll({ ...(from === undefined ? {} : { after: from }), limit });
  let next: Promise<readonly RecordedEvent[]> | undefined = read(after);
  let heldBack: readonly RecordedEvent[] = [];
  try {
    while (next !== undefined) {
      const page: readonly RecordedEvent[] = await next;
      signal?.throwIfAborted();
      const last = page.at(-1);
      const isLast = last === undefined || last.position >= head || page.length < limit;
      next = isLast ? undefined : read(last.position);
      const own = [...heldBack, ...page].filter((event) => event.position <= head && isRetellable(event));
      const whole = isLast ? own.length : own.findLastIndex((event) => !isOneAppend(event, last)) + 1;
      heldBack = own.slice(whole);
      yield own.slice(0, whole);
    }
  } finally {
    // Nobody waits for it any more.
    next?.catch(() => undefined);
  }
}

import { SharedTargets } from '@redress/clocks';
import { isOnCaseStream, type ComplaintRegistered } from '@redress/complaints';
import type { EventStore } from '@redress/event-store';
import type { EpochMs, Position, Recorded, RecordedEvent } from '@redress/kernel';
import { learnCalendars } from '@redress/policies';
import type { JudgingPolicies } from './judging-policies';
import { RetoldCase } from './retold-case';

/** Which cases are told once more, and by which policies. */
export interface Retelling {
  /** Cases that were registered from here on … */
  readonly from: EpochMs;
  /** … and before this. */
  readonly to: EpochMs;
  readonly policies: JudgingPolicies;
  /** Aborted: it ends early, with the reason thrown. */
  readonly signal?: AbortSignal;
  /** Events read at once. Between two readings others get their turn. Default 500. */
  readonly pageSize?: number;
}

const PAGE_SIZE = 500;

/** What happened is recorded afterwards; on another machine, whose clock may be behind. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Tells the cases of a range once more, from the log as it is at the start of this; gives each when nothing about its clocks can change any
 * more, and the others after the last event. Only those that are not over are kept meanwhile.
 *
 * One that is reopened later is given again, with what is new: its stream is read once more.
 * @param found what to do with a case; take its runs before the next one comes
 */
export async function retellLog(
  store: EventStore,
  retelling: Retelling,
  found: (retold: RetoldCase) => void,
): Promise<void> {
  const going = new Map<string, RetoldCase>();
  const targets = new SharedTargets();
  const head = await store.head();
  // What stands before the head names no calendar that was published after it.
  await learnCalendars(store);
  for await (const page of pagesOf(store, head, retelling)) {
    await retelling.policies.learn(page);
    for (const append of appendsIn(page)) {
      const [first] = append;
      const retold =
        going.get(first.partitionKey) ?? (await entering(store, first, { ...retelling, targets }));
      if (retold === undefined) continue;
      retold.tell(append);
      if (!retold.isOver) {
        going.set(retold.complaintId, retold);
        continue;
      }
      going.delete(retold.complaintId);
      found(retold);
    }
  }
  for (const retold of going.values()) found(retold);
}

type Append = readonly [RecordedEvent, ...RecordedEvent[]];

/** The events of one command stand side by side in the log. */
function* appendsIn(events: Iterable<RecordedEvent>): Generator<Append> {
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

/** The case that an append begins, or takes up again; it is told nothing of it yet. */
async function entering(
  store: EventStore,
  event: RecordedEvent,
  { from, to, policies, targets }: Retelling & { readonly targets: SharedTargets },
): Promise<RetoldCase | undefined> {
  const isWithin = ({ occurredAt }: RecordedEvent): boolean => occurredAt >= from && occurredAt < to;
  if (event.type === 'ComplaintRegistered') {
    return isWithin(event)
      ? new RetoldCase(event as Recorded<ComplaintRegistered>, policies.book, targets)
      : undefined;
  }
  if (event.type !== 'ComplaintReopened') return undefined;
  const history = await store.readStream(event.stream, { limit: event.revision });
  const [registered] = history;
  if (registered === undefined || !isWithin(registered)) return undefined;
  await policies.learn(history);
  const retold = new RetoldCase(registered as Recorded<ComplaintRegistered>, policies.book, targets);
  for (const earlier of appendsIn(history)) retold.tell(earlier);
  retold.takeRuns(-Infinity);
  return retold;
}

/**
 * The events of cases from where those of the range can be registered, up to a position: in pages that end between two appends, the next
 * one being read while one is worked on.
 */
async function* pagesOf(
  store: EventStore,
  head: Position | undefined,
  { from, signal, pageSize: limit = PAGE_SIZE }: Retelling,
): AsyncGenerator<readonly RecordedEvent[]> {
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
      const ofCases = [...heldBack, ...page].filter(
        (event) => event.position <= head && isOnCaseStream(event),
      );
      const whole = isLast ? ofCases.length : ofCases.findLastIndex((event) => !isOneAppend(event, last)) + 1;
      heldBack = ofCases.slice(whole);
      yield ofCases.slice(0, whole);
    }
  } finally {
    // Nobody waits for it any more.
    next?.catch(() => undefined);
  }
}

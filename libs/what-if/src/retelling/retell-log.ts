import { SharedTargets } from '@redress/clocks';
import type { EventStore } from '@redress/event-store';
import type { EpochMs, RecordedEvent } from '@redress/kernel';
import { learnCalendars } from '@redress/policies';
import type { PastInstant } from '@redress/read-model';
import type { JudgingPolicies } from './judging-policies';
import { appendsIn, pagesOf, type Append, type LogRange } from './log-pages';
import { retoldFrom } from './retellables';
import type { Retold } from './retold-stream';
import { RoughSet } from './rough-set';
import { isTakenUp, takenUpLater } from './taken-up-again';

/** Which cases and subjects are told once more, and by which policies. */
export interface Retelling extends LogRange {
  /** Those that were registered or opened from here on … */
  readonly from: EpochMs;
  /** … and before this. */
  readonly to: EpochMs;
  readonly policies: JudgingPolicies;
  /** As far as was recorded by then. Default: all that is there. */
  readonly until?: Pick<PastInstant, 'position'> | undefined;
  /** Asked between two readings, and between those that are not over: where it gives a promise, that is waited for. */
  readonly rest?: (() => Promise<void> | undefined) | undefined;
  /** Whether facts count that are told late. */
  readonly asKnown?: boolean;
}

/**
 * Tells the cases and subjects of a range once more, from the log as it is at the start of this; gives each when nothing about its clocks
 * can change any more, and the others after the last event. Only those that are not over are kept meanwhile.
 *
 * A case that was over and is taken up again is given again, with what is new: its stream is read once more. Where facts that are told late
 * count, it is given once, after the last event: what was given could be other by then. That takes a look ahead through the log.
 * @param found what to do with one; take its runs before the next one comes
 */
export async function retellLog(
  store: EventStore,
  retelling: Retelling,
  found: (retold: Retold) => void,
): Promise<void> {
  const going = new Map<string, Retold>();
  /** The streams of those that were given. */
  const given = new RoughSet();
  const targets = new SharedTargets();
  const { until, rest } = retelling;
  const head = until === undefined ? await store.head() : until.position;
  // What stands before the head names no calendar that was published after it.
  await learnCalendars(store);
  const heldBack =
    retelling.asKnown === true ? await takenUpLater(pagesOf(store, head, retelling)) : undefined;
  for await (const page of pagesOf(store, head, retelling)) {
    const resting = rest?.();
    if (resting !== undefined) await resting;
    await retelling.policies.learn(page);
    for (const append of appendsIn(page)) {
      const [first] = append;
      const retold =
        going.get(first.stream) ?? (await entering(store, append, { ...retelling, targets, given }));
      if (retold === undefined) continue;
      retold.tell(append);
      if (!retold.isOver || heldBack?.has(first.stream) === true) {
        going.set(first.stream, retold);
        continue;
      }
      going.delete(first.stream);
      given.add(first.stream);
      found(retold);
    }
  }
  for (const retold of going.values()) {
    const resting = rest?.();
    if (resting !== undefined) await resting;
    found(retold);
  }
}

/** What an append begins, or takes up again; it is told nothing of it yet. */
async function entering(
  store: EventStore,
  append: Append,
  {
    from,
    to,
    policies,
    targets,
    given,
  }: Retelling & { readonly targets: SharedTargets; readonly given: RoughSet },
): Promise<Retold | undefined> {
  const begun = (event: RecordedEvent | undefined): Retold | undefined =>
    event !== undefined && event.occurredAt >= from && event.occurredAt < to
      ? retoldFrom(event, policies.book, targets)
      : undefined;
  const [{ stream, revision }] = append;
  if (revision === 0 || !given.mayHave(stream) || !isTakenUp(append, policies)) return begun(append[0]);
  const history = await store.readStream(stream, { limit: revision });
  await policies.learn(history);
  const retold = begun(history[0]);
  for (const earlier of appendsIn(history)) retold?.tell(earlier);
  retold?.takeRuns(-Infinity, 'judged');
  return retold;
}

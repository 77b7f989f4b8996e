import type { EventFeed, Subscriber, Subscription } from '@redress/event-feed';
import { DomainError, type EpochMs, type Position, type RecordedEvent } from '@redress/kernel';
import { reactionOrigin, type Automation } from './automation';
import type { AutomationStore, ParkedReaction, RefusedReaction } from './automation-store';

/** What operators should see in the log. */
export type AutomationReport =
  | ({ readonly kind: 'refused'; readonly automation: string } & RefusedReaction)
  | {
      readonly kind: 'parked';
      readonly automation: string;
      readonly position: Position;
      readonly eventId: string;
      readonly type: string;
      readonly reason: string;
    }
  /** Retrying what is parked failed as a whole; it stays parked. */
  | { readonly kind: 'failed'; readonly automation: string; readonly error: unknown };

/** What became of the parked events of an automation. */
export interface RetryOutcome {
  readonly done: number;
  readonly stillParked: number;
}

export interface RunContext {
  readonly feed: EventFeed;
  readonly store: AutomationStore;
  readonly isPassing: (error: unknown) => boolean;
  readonly report: (report: AutomationReport) => void;
}

/** How many partition keys of a batch are reacted to at the same time. */
const CONCURRENCY = 16;

/** How often in a row an event may fail before it is parked. */
const TRIES = 5;

/** After how many events with nothing to react to the checkpoint is written: a write each time would cost more than reading them again. */
const IDLE_EVENTS = 1_000;

/** What came of the events of a batch. */
interface Outcome {
  readonly refused: RefusedReaction[];
  readonly parked: ParkedReaction[];
  readonly failures: { readonly position: Position; readonly error: unknown }[];
}

/** One automation while its runner runs: a subscriber that guards itself by a checkpoint for each partition. */
export class AutomationRun implements Subscriber {
  readonly group: string;
  #events: { readonly listed: readonly string[]; readonly types: ReadonlySet<string> } | undefined;
  readonly #positions = new Map<number, Position>();
  /** Since the checkpoint was written last. */
  readonly #idleEvents = new Map<number, number>();
  readonly #tries = new Map<Position, number>();
  readonly #turns = new Map<number, Promise<unknown>>();
  readonly #watchers = new Set<() => void>();
  #startedAt: EpochMs = Infinity;
  #subscription: Subscription | undefined;

  constructor(
    private readonly automation: Automation,
    private readonly context: RunContext,
  ) {
    this.group = `automation-${automation.name}`;
  }

  async begin(at: EpochMs): Promise<void> {
    const { feed, store } = this.context;
    this.#startedAt = await store.begin(this.automation.name, { at, partitions: feed.partitions });
  }

  subscribe(): void {
    this.#subscription ??= this.context.feed.subscribe(this);
  }

  async stop(): Promise<void> {
    await this.#subscription?.stop();
    this.#subscription = undefined;
    await Promise.all(this.#turns.values());
    await this.#noteIdle();
  }

  caughtUpAt(): number | undefined {
    return this.#subscription?.caughtUpAt();
  }

  handledUpTo(partition: number): Position | undefined {
    return this.#positions.get(partition);
  }

  /** True as soon as everything up to a position is done, refused or parked; false when the time is over. */
  waitFor(partition: number, position: Position, timeoutMs: number): Promise<boolean> {
    const isReached = (): boolean => (this.#positions.get(partition) ?? '') >= position;
    if (isReached()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (reached: boolean): void => {
        clearTimeout(timer);
        this.#watchers.delete(watch);
        resolve(reached);
      };
      const watch = (): void => {
        if (isReached()) end(true);
      };
      const timer = setTimeout(end, timeoutMs, false);
      this.#watchers.add(watch);
    });
  }

  async resumeAfter(partition: number): Promise<Position | undefined> {
    const position = await this.context.store.checkpoint(this.automation.name, partition);
    if (position !== undefined) this.#moveTo(partition, position);
    return position;
  }

  handle(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    return this.#inTurn(partition, () => this.#handle(partition, events));
  }

  /** Takes up what is parked, each partition key up to its first event that still fails. */
  async retry(): Promise<RetryOutcome> {
    const { store, feed } = this.context;
    const { name } = this.automation;
    let done = 0;
    for (const key of await store.parkedKeys(name))
      done += await this.#inTurn(feed.partitionOf(key), () => this.#retryKey(key));
    return { done, stillParked: (await store.record(name, 0))?.parkedCount ?? 0 };
  }

  /** One at a time in a partition: a retry would else let a later event of its key pass by. */
  #inTurn<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(partition) ?? Promise.resolve()).then(work);
    this.#turns.set(
      partition,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #handle(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    const after = this.#positions.get(partition) ?? '';
    const unseen = events.filter(({ position }) => position > after);
    const last = unseen.at(-1);
    if (last === undefined) return;
    const types = this.#types();
    const due = unseen.filter(({ type, recordedAt }) => types.has(type) && recordedAt >= this.#startedAt);
    const idle = (this.#idleEvents.get(partition) ?? 0) + unseen.length;
    if (due.length === 0 && idle < IDLE_EVENTS) {
      this.#idleEvents.set(partition, idle);
      this.#moveTo(partition, last.position);
      return;
    }
    const outcome = await this.#reactToAll(due);
    const failed = outcome.failures.toSorted((a, b) => (a.position < b.position ? -1 : 1))[0];
    const end = failed === undefined ? last : unseen.findLast(({ position }) => position < failed.position);
    if (end !== undefined) await this.#advance(partition, end.position, outcome);
    // The feed comes again with what is left; what came after the failure and is done already adds nothing then.
    if (failed !== undefined) throw failed.error;
  }

  #types(): ReadonlySet<string> {
    const { events } = this.automation;
    if (this.#events?.listed !== events) this.#events = { listed: events, types: new Set(events) };
    return this.#events.types;
  }

  async #reactToAll(events: readonly RecordedEvent[]): Promise<Outcome> {
    const byKey = new Map<string, RecordedEvent[]>();
    for (const event of events)
      byKey.set(event.partitionKey, [...(byKey.get(event.partitionKey) ?? []), event]);
    const outcome: Outcome = { refused: [], parked: [], failures: [] };
    if (byKey.size === 0) return outcome;
    const blocked = await this.context.store.blockedKeys(this.automation.name, [...byKey.keys()]);
    const waiting = byKey.entries();
    const worker = async (): Promise<void> => {
      for (const [key, own] of waiting) await this.#reactInOrder(own, blocked.has(key), outcome);
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENCY, byKey.size) }, worker));
    return outcome;
  }

  /** The events of one partition key, up to the first that is to be tried again. */
  async #reactInOrder(events: readonly RecordedEvent[], isBlocked: boolean, outcome: Outcome): Promise<void> {
    let blocked = isBlocked;
    for (const event of events) {
      if (blocked) {
        outcome.parked.push({ event, reason: undefined });
        continue;
      }
      try {
        const refused = await this.#react(event);
        if (refused !== undefined) outcome.refused.push(refused);
        this.#tries.delete(event.position);
      } catch (error) {
        if (this.#isWorthATry(event, error)) {
          outcome.failures.push({ position: event.position, error });
          return;
        }
        outcome.parked.push({ event, reason: reasonOf(error) });
        blocked = true;
      }
    }
  }

  /** Throws whatever is no answer. */
  async #react(event: RecordedEvent): Promise<RefusedReaction | undefined> {
    const { position, id: eventId, type } = event;
    try {
      await this.automation.react(event, reactionOrigin(event, this.automation.name));
      return undefined;
    } catch (error) {
      if (isAnswer(error)) return { position, eventId, type, code: error.code };
      throw error;
    }
  }

  /** Only failures that are not of the surroundings count: of those an event has so many. */
  #isWorthATry({ position }: RecordedEvent, error: unknown): boolean {
    if (error instanceof DomainError || this.context.isPassing(error)) return true;
    const tries = (this.#tries.get(position) ?? 0) + 1;
    this.#tries.set(position, tries);
    return tries < TRIES;
  }

  async #advance(partition: number, position: Position, outcome: Outcome): Promise<void> {
    const { store, report } = this.context;
    const { name } = this.automation;
    const refused = outcome.refused.filter((one) => one.position <= position);
    const parked = outcome.parked.filter(({ event }) => event.position <= position);
    if (!(await store.advance(name, { partition, position, refused, parked })))
      throw new Error(`${name}: another process is ahead in partition ${String(partition)}`);
    this.#idleEvents.set(partition, 0);
    this.#moveTo(partition, position);
    for (const one of refused) report({ kind: 'refused', automation: name, ...one });
    for (const { event, reason } of parked) {
      this.#tries.delete(event.position);
      const { id: eventId, type } = event;
      if (reason !== undefined)
        report({ kind: 'parked', automation: name, position: event.position, eventId, type, reason });
    }
  }

  async #retryKey(partitionKey: string): Promise<number> {
    const { store, report } = this.context;
    const { name } = this.automation;
    for (let done = 0; ; done++) {
      const event = await store.firstParked(name, partitionKey);
      if (event === undefined) return done;
      try {
        const refused = await this.#react(event);
        await store.settleParked(name, event.position, refused);
        if (refused !== undefined) report({ kind: 'refused', automation: name, ...refused });
      } catch (error) {
        await store.keepParked(name, event.position, reasonOf(error));
        return done;
      }
    }
  }

  /** Where there was nothing to react to lately the checkpoint is behind. It is to say that all is done: see Repartitioning. */
  async #noteIdle(): Promise<void> {
    const { store } = this.context;
    for (const [partition, events] of this.#idleEvents) {
      const position = this.#positions.get(partition);
      if (events === 0 || position === undefined) continue;
      // Where that fails they are read again, and that is all.
      await store
        .advance(this.automation.name, { partition, position, refused: [], parked: [] })
        .catch(() => undefined);
    }
  }

  #moveTo(partition: number, position: Position): void {
    this.#positions.set(partition, position);
    for (const watch of this.#watchers) watch();
  }
}

/** Whether it is the domain's last word; `unavailable` and `changed-meanwhile` ask to be sent again. */
export const isAnswer = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.kind !== 'unavailable' && error.code !== 'changed-meanwhile';

/** What an operator is told. Commands and refusals hold no personal data, so an error about them has none either. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `threw a ${typeof error}`;
  return text.replaceAll('\u0000', '').slice(0, 500);
}

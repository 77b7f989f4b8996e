import type { Clock, RecordedEvent } from '@redress/kernel';
import { KurrentEventStore, type KurrentEventStoreOptions } from '../kurrent-event-store';
import { StubKurrent } from './stub-kurrent';

/** Each asking moves it on by a second, so that no two events that are recorded apart have the same time. */
export class TickingClock implements Clock {
  #now = Date.UTC(2026, 2, 2, 9);

  now(): number {
    return (this.#now += 1_000);
  }
}

/** Stubs and stores of one test, each closed after it. */
export class OnStub {
  readonly #stubs: StubKurrent[] = [];
  readonly #stores: KurrentEventStore[] = [];
  readonly clock = new TickingClock();

  async stub(options: Parameters<typeof StubKurrent.start>[0] = {}): Promise<StubKurrent> {
    const stub = await StubKurrent.start(options);
    this.#stubs.push(stub);
    return stub;
  }

  /** With time-outs that a test can wait for; a new client needs half a second to its first read. */
  open(stub: StubKurrent, options: KurrentEventStoreOptions = {}, url = stub.url): KurrentEventStore {
    const limits = { requestTimeoutMs: 1_500, appendTimeoutMs: 15_000, ...options };
    const store = new KurrentEventStore(url, this.clock, limits);
    this.#stores.push(store);
    return store;
  }

  async end(): Promise<void> {
    for (const stub of this.#stubs.splice(0)) stub.stop();
    await Promise.all(this.#stores.splice(0).map((store) => store.close()));
  }
}

/** Follows a store from its head on. */
export class Follower {
  readonly events: RecordedEvent[] = [];
  readonly #leave = new AbortController();
  readonly #woken = new Set<() => void>();
  readonly #done: Promise<void>;

  static async begin(store: KurrentEventStore): Promise<Follower> {
    const head = await store.head();
    return new Follower(store, head === undefined ? {} : { after: head });
  }

  private constructor(store: KurrentEventStore, from: { after?: string }) {
    this.#done = (async () => {
      for await (const events of store.follow({ ...from, signal: this.#leave.signal })) {
        this.events.push(...events);
        for (const wake of this.#woken) wake();
      }
    })();
  }

  get ids(): string[] {
    return this.events.map(({ id }) => id);
  }

  /** Resolves when so many have come; rejects where it ends before. */
  async has(count: number): Promise<void> {
    const ended = this.#done.then((): never => {
      throw new Error('the follower has ended');
    });
    ended.catch(() => undefined);
    while (this.events.length < count) {
      await Promise.race([ended, new Promise<void>((resolve) => this.#woken.add(resolve))]);
    }
  }

  async leave(): Promise<void> {
    this.#leave.abort();
    await this.#done;
  }
}

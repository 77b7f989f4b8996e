import { PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SystemClock, type RecordedEvent } from '@redress/kernel';
import { readMetrics } from '@redress/testing';
import { eventually, type AppName, type Fleet, type FleetProcess } from '../support/fleet';

const COMPLAINT = {
  kind: 'complaint',
  channel: 'phone',
  priority: 2,
  customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
  description: 'Charged twice for the same month.',
};

/** In which order they are started: whoever writes comes last. They are stopped the other way round. */
const ORDER = ['relay', 'projector', 'automation', 'timekeeper', 'api'] as const;

const LAG = /^redress_(projection|automation)_lag_seconds$/;

/** Who runs a fleet as docs/operations.md says, and the agent who works on it. */
export class Operator {
  readonly #running = new Map<AppName, FleetProcess>();

  constructor(
    readonly fleet: Fleet,
    /** What is set otherwise than at first. */
    public settings: Readonly<Record<string, string>> = {},
  ) {}

  get environment(): Readonly<Record<string, string>> {
    return { ...this.fleet.environment, ...this.settings };
  }

  /** Those of them that do not run yet, one after the other, without waiting until they are ready. */
  async start(...apps: readonly AppName[]): Promise<void> {
    for (const app of ORDER)
      if (apps.includes(app)) this.#running.set(app, await this.fleet.start(app, this.settings));
  }

  async startAll(): Promise<void> {
    await this.start(...ORDER);
    await this.ready(...ORDER);
  }

  async ready(...apps: readonly AppName[]): Promise<void> {
    for (const app of apps) await this.process(app).isReady();
  }

  /** In order, as by SIGTERM. */
  async stop(...apps: readonly AppName[]): Promise<void> {
    for (const app of ORDER.toReversed()) {
      if (!apps.includes(app) || !this.#running.has(app)) continue;
      expect([app, await this.process(app).stop()]).toEqual([app, 0]);
      this.#running.delete(app);
    }
  }

  stopAll(): Promise<void> {
    return this.stop(...ORDER);
  }

  process(app: AppName): FleetProcess {
    const running = this.#running.get(app);
    if (running === undefined) throw new Error(`${app} does not run`);
    return running;
  }

  /** While nothing but automations writes: waits until they and the read models have handled all there is. */
  async drained(): Promise<void> {
    await this.withStore(async (store) => {
      let since = Date.now();
      let head = await store.head();
      await eventually(async () => {
        const now = await store.head();
        if (now !== head) [since, head] = [Date.now(), now];
        const lagSeconds = await Promise.all([this.#lagSeconds('projector'), this.#lagSeconds('automation')]);
        if (Math.max(...lagSeconds) >= (Date.now() - since) / 1_000)
          throw new Error('not all is handled yet');
      });
    });
  }

  async #lagSeconds(app: AppName): Promise<number> {
    const text = await (await fetch(`${this.process(app).url}/metrics`)).text();
    const lags = readMetrics(text).filter(({ name }) => LAG.test(name));
    return lags.length === 0 ? Infinity : Math.max(...lags.map(({ value }) => value));
  }

  async agent(): Promise<string> {
    return this.fleet.token({ id: 'agent-1', roles: ['agent'], teams: ['billing'], mayBackdate: false });
  }

  async register(category = 'billing'): Promise<string> {
    const { status, body } = await this.process('api').ask<{ id: string }>('POST', '/v1/complaints', {
      as: await this.agent(),
      body: { ...COMPLAINT, category },
      headers: { 'Idempotency-Key': newId() },
    });
    expect(status).toBe(201);
    return body.id;
  }

  async resolve(id: string): Promise<void> {
    const as = await this.agent();
    for (const step of ['claim', 'resolve']) {
      const { status } = await this.process('api').ask('POST', `/v1/complaints/${id}/${step}`, {
        as,
        body: {},
      });
      expect([step, status]).toEqual([step, 200]);
    }
  }

  /** Registers so many cases and resolves them; each is followed up by an automation. */
  async resolved(count: number): Promise<readonly string[]> {
    const ids = await Promise.all(Array.from({ length: count }, () => this.register()));
    await Promise.all(ids.map((id) => this.resolve(id)));
    return ids;
  }

  /** Waits until each of these cases was followed up; then each was so once. */
  async followedUpOnce(ids: readonly string[]): Promise<void> {
    await eventually(async () => {
      const counts = new Map<string, number>(ids.map((id) => [id, 0]));
      for (const { type, partitionKey } of await this.events())
        if (type === 'CallbackScheduled') counts.set(partitionKey, (counts.get(partitionKey) ?? 0) + 1);
      const found = ids.map((id) => counts.get(id));
      if (found.includes(0)) throw new Error('not all are followed up yet');
      expect(found).toEqual(ids.map(() => 1));
    });
  }

  events(): Promise<readonly RecordedEvent[]> {
    return this.withStore((store) => store.readAll({ limit: 100_000 }));
  }

  async withStore<Result>(work: (store: PostgresEventStore) => Promise<Result>): Promise<Result> {
    const store = new PostgresEventStore(this.fleet.database.url, new SystemClock());
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '@redress/kernel';
import type { Pool } from 'pg';
import type { RelayCheckpoint, RelayLease, RelayLeases } from '../kafka/relay-lease';
import { LeaseLost } from '../lease';

export interface PostgresRelayLeasesOptions {
  /** Its owner listens to its `error` events. */
  readonly pool: Pool;
  readonly topic: string;
  /** How long a relay that says nothing keeps the lease, in ms of the database's time; default 6,000. */
  readonly leaseMs?: number;
}

interface Row {
  readonly epoch: string;
  readonly topic_id: string | null;
  readonly partitions: number | null;
  readonly position: string | null;
  readonly ends: readonly (Position | null)[] | null;
}

const TAKE = {
  name: 'event_feed.take_lease',
  text: `INSERT INTO event_feed.relays AS relay (topic, epoch, held_until)
    VALUES ($1, 1, clock_timestamp() + $2 * interval '1 ms')
    ON CONFLICT (topic) DO UPDATE SET epoch = relay.epoch + 1, held_until = clock_timestamp() + $2 * interval '1 ms'
    WHERE relay.held_until < clock_timestamp()
    RETURNING epoch, topic_id, partitions, position, ends`,
};
const KEEP = {
  name: 'event_feed.keep_lease',
  text: `UPDATE event_feed.relays SET held_until = clock_timestamp() + $3 * interval '1 ms'
    WHERE topic = $1 AND epoch = $2`,
};
const SAVE = {
  name: 'event_feed.save_checkpoint',
  text: `UPDATE event_feed.relays SET topic_id = $3, partitions = $4, position = $5, ends = $6
    WHERE topic = $1 AND epoch = $2`,
};
const RELEASE = {
  name: 'event_feed.release_lease',
  text: `UPDATE event_feed.relays SET held_until = clock_timestamp() WHERE topic = $1 AND epoch = $2`,
};

/**
 * The relay's lease and checkpoint in a row, in the schema `event_feed` (see eventFeedMigrations). Not an advisory lock: a relay that was
 * paused keeps its connection and would keep that lock. This lease runs out by the database's time, and who takes it over gets the next
 * epoch.
 */
export class PostgresRelayLeases implements RelayLeases {
  readonly #leaseMs: number;

  constructor(private readonly options: PostgresRelayLeasesOptions) {
    this.#leaseMs = options.leaseMs ?? 6_000;
  }

  async acquire(signal: AbortSignal): Promise<RelayLease | undefined> {
    const { pool, topic } = this.options;
    while (!signal.aborted) {
      const askedAt = performance.now();
      const { rows } = await pool.query<Row>({ ...TAKE, values: [topic, this.#leaseMs] });
      const [row] = rows;
      if (row !== undefined) return new HeldLease(pool, topic, this.#leaseMs, row, askedAt);
      await sleep(this.#leaseMs / 6, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }
}

class HeldLease implements RelayLease {
  readonly epoch: number;
  readonly checkpoint: RelayCheckpoint | undefined;
  readonly #lost = new AbortController();
  readonly #released = new AbortController();
  readonly #keeping: Promise<void>;
  /** By this process's own clock, which goes on while it is paused. */
  #heldUntil: number;

  constructor(
    private readonly pool: Pool,
    private readonly topic: string,
    private readonly leaseMs: number,
    row: Row,
    askedAt: number,
  ) {
    this.epoch = Number(row.epoch);
    this.checkpoint = checkpointIn(row);
    this.#heldUntil = askedAt + leaseMs;
    this.#keeping = this.#keep();
  }

  get lost(): AbortSignal {
    if (performance.now() >= this.#heldUntil) this.#lost.abort();
    return this.#lost.signal;
  }

  async save({ topicId, partitions, position, ends }: RelayCheckpoint): Promise<void> {
    const places = JSON.stringify(ends.map((end) => end ?? null));
    await this.#update(SAVE, [topicId, partitions, position ?? null, places]);
  }

  async release(): Promise<void> {
    this.#released.abort();
    await this.#keeping;
    await this.pool.query({ ...RELEASE, values: [this.topic, this.epoch] });
  }

  async #keep(): Promise<void> {
    const over = AbortSignal.any([this.#released.signal, this.#lost.signal]);
    for (;;) {
      await sleep(this.leaseMs / 3, undefined, { signal: over }).catch(() => undefined);
      if (over.aborted || this.lost.aborted) return;
      const askedAt = performance.now();
      try {
        await this.#update(KEEP, [this.leaseMs]);
        this.#heldUntil = askedAt + this.leaseMs;
      } catch {
        // The database is away, or somebody else has the lease: then `lost` has been said. Else it is, when the time is over.
      }
    }
  }

  async #update(statement: { name: string; text: string }, values: readonly unknown[]): Promise<void> {
    const { rowCount } = await this.pool.query({ ...statement, values: [this.topic, this.epoch, ...values] });
    if (rowCount === 1) return;
    this.#lost.abort();
    throw new LeaseLost(`another process publishes to ${this.topic}`);
  }
}

function checkpointIn({ topic_id, partitions, position, ends }: Row): RelayCheckpoint | undefined {
  if (topic_id === null || partitions === null) return undefined;
  return {
    topicId: topic_id,
    partitions,
    position: position ?? undefined,
    ends: (ends ?? []).map((end) => end ?? undefined),
  };
}

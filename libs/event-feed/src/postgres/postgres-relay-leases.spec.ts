import { once } from 'node:events';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import type { RelayCheckpoint, RelayLease } from '../kafka/relay-lease';
import { LeaseLost } from '../lease';
import { eventFeedMigrations } from './migrations';
import { PostgresRelayLeases } from './postgres-relay-leases';

const TOPIC = 'redress.events.v1';
const LEASE_MS = 600;

const checkpointAt = (position: string): RelayCheckpoint => ({
  topicId: 'topic-1',
  partitions: 2,
  position,
  ends: [position, undefined],
});

describe('the lease of a relay', () => {
  let database: TestDatabase;
  let leases: PostgresRelayLeases;
  const never = new AbortController().signal;

  beforeEach(async () => {
    database = await createTestDatabase([eventFeedMigrations]);
    leases = new PostgresRelayLeases({ pool: database.pool, topic: TOPIC, leaseMs: LEASE_MS });
  });
  afterEach(() => database.drop());

  const acquire = async (signal = never): Promise<RelayLease> => {
    const lease = await leases.acquire(signal);
    if (lease === undefined) throw new Error('it was not given');
    return lease;
  };
  /** As a process that is paused longer than its lease: the database's time goes on without it. */
  const runOut = (): Promise<unknown> =>
    database.pool.query("UPDATE event_feed.relays SET held_until = clock_timestamp() - interval '1 ms'");

  it('is held by one for as long as that one keeps it, and then by the next, with its checkpoint and a higher epoch', async () => {
    const first = await acquire();
    expect(first.checkpoint).toBeUndefined();
    await first.save(checkpointAt('17'));
    const waiting = acquire();
    await new Promise((resolve) => setTimeout(resolve, 2 * LEASE_MS));
    expect(first.lost.aborted).toBe(false);
    await first.release();
    const second = await waiting;
    expect(second.epoch).toBe(first.epoch + 1);
    expect(second.checkpoint).toEqual(checkpointAt('17'));
    await second.release();
  });

  it('is lost to who lets it run out, whose checkpoint is refused from then on', async () => {
    const first = await acquire();
    await first.save(checkpointAt('17'));
    await runOut();
    const second = await acquire();
    await second.save(checkpointAt('23'));
    await expect(first.save(checkpointAt('19'))).rejects.toThrow(LeaseLost);
    expect(first.lost.aborted).toBe(true);
    // Its end takes nothing from the one who has it.
    await first.release();
    await second.save(checkpointAt('29'));
    expect(second.lost.aborted).toBe(false);
    await runOut();
    const third = await acquire();
    expect(third.checkpoint).toEqual(checkpointAt('29'));
    await Promise.all([second.release(), third.release()]);
  });

  it('counts as lost when the database has given no answer for its time', async () => {
    const lease = await acquire();
    await database.pool.query('ALTER TABLE event_feed.relays RENAME TO away');
    await once(lease.lost, 'abort');
    expect(lease.lost.aborted).toBe(true);
    await database.pool.query('ALTER TABLE event_feed.away RENAME TO relays');
    await lease.release();
  });

  it('is given up waiting for when told to', async () => {
    const lease = await acquire();
    const enough = new AbortController();
    const waiting = leases.acquire(enough.signal);
    enough.abort();
    expect(await waiting).toBeUndefined();
    await lease.release();
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, VirtualClock, type EpochMs } from '@redress/kernel';
import { createLogger, readSettings } from '@redress/platform';
import { ReadModel } from '@redress/read-model';
import { startRedress, type Redress } from '../../apps/all-in-one/src/start-redress';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { caughtUp } from '../support/clean-rebuild';
import { Fleet } from '../support/fleet';

/** A fresh Redress on a clock that is moved by hand: what a replay needs of it. */
export interface ReplayInstance extends Pick<
  Redress,
  'url' | 'issueToken' | 'look' | 'caughtUp' | 'earliestDueAt' | 'stop'
> {
  advanceTo(at: EpochMs): Promise<void>;
}

/** Nobody is to be called about what happened elsewhere, long ago. */
const CONTACT_POLICY = 'no-follow-up';

/** Everything in this process. */
export interface Embedded extends ReplayInstance {
  readonly redress: Redress;
}

/** Starts one in this process; on a database server, or else on the built-in PostgreSQL in a folder that is removed afterwards. */
export async function startEmbedded(policy: string, from: EpochMs, databaseUrl?: string): Promise<Embedded> {
  const clock = new VirtualClock(from);
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-replay-'));
  const settings = {
    ...readSettings({
      DATA_DIR: dataDir,
      PORT: '0',
      POLICY: policy,
      CONTACT_POLICY,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    }),
    masterKey: randomBytes(32),
  };
  const redress = await startRedress({ settings, logger: createLogger({ level: 'error' }), clock });
  return {
    redress,
    url: redress.url,
    issueToken: (principal) => redress.issueToken(principal),
    look: () => redress.look(),
    caughtUp: () => redress.caughtUp(),
    earliestDueAt: () => redress.earliestDueAt(),
    advanceTo: (at) => {
      clock.advanceTo(at);
      return Promise.resolve();
    },
    stop: async () => {
      await redress.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const PARTITIONS = 8;

/** Starts one in separate processes, two projectors among them, on real brokers. */
export async function startSeparate(
  policy: string,
  from: EpochMs,
  brokers: readonly string[],
): Promise<ReplayInstance & { readonly fleet: Fleet }> {
  const settings = {
    POLICY: policy,
    CONTACT_POLICY,
    FEED_PARTITIONS: String(PARTITIONS),
    LOG_LEVEL: 'error',
  };
  const fleet = await Fleet.begin(brokers, settings, from);
  const { api, automation, timekeeper, projector, relay } = await fleet.startAll();
  const second = await (await fleet.start('projector')).isReady();
  const store = new PostgresEventStore(fleet.database.url, new SystemClock());
  const feed = new LocalEventFeed(store, { partitions: PARTITIONS });
  const timers = new TimerRows(new ReadModel({ pool: fleet.database.pool }));
  return {
    fleet,
    url: api.url,
    issueToken: (principal) => fleet.token(principal),
    advanceTo: async (now) => {
      await Promise.all(
        [api, automation, timekeeper, projector, second, relay].map((one) => one.tell({ now })),
      );
    },
    look: async () => {
      await automation.tell({ settle: true });
      await timekeeper.tell({ look: true });
    },
    caughtUp: async () => {
      await automation.tell({ settle: true });
      await caughtUp(store, feed, fleet.database.pool);
    },
    earliestDueAt: async () => (await timers.earliest())?.dueAt,
    stop: async () => {
      await feed.close();
      await store.close();
      await fleet.end();
    },
  };
}

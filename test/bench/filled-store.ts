import { partitionFor } from '@redress/event-feed';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { VirtualClock, type EpochMs, type Position } from '@redress/kernel';
import { migrate } from '@redress/platform';
import { Client } from 'pg';
import { CaseLives, type LivedStep } from './case-lives';

/** Partitions of the feed: the default of FEED_PARTITIONS. */
export const PARTITIONS = 8;

/** Appends under way at the same time. */
const AT_ONCE = 512;

/** Lives that are thought out before the next ones begin, so that not all of them are in memory. */
const CHUNK_LIVES = 500;

const SEED = 20_260_105;

/** A log as months of work leave it. */
export interface FilledStore {
  readonly events: number;
  readonly cases: number;
  /** Partition → its last position: where a projection has caught up. */
  readonly ends: ReadonlyMap<number, Position>;
}

interface Filling {
  /** `whole`: closed cases · `open`: none is closed. */
  readonly lives: 'whole' | 'open';
  /** At least so many, whichever is given. */
  readonly events?: number;
  readonly cases?: number;
  /** The first registration, and the time from one to the next, in ms. */
  readonly from: EpochMs;
  readonly everyMs: number;
  /** What would come after it is left out. */
  readonly until?: EpochMs;
}

/**
 * Appends lives to an empty database through the event store's port: each command by itself, in the order of time, as they would have come.
 */
export async function fillStore(databaseUrl: string, filling: Filling): Promise<FilledStore> {
  const {
    lives,
    events: wantedEvents = Infinity,
    cases: wantedCases = Infinity,
    from,
    everyMs,
    until = Infinity,
  } = filling;
  await migrate(databaseUrl, [eventStoreMigrations]);
  const clock = new VirtualClock(from);
  const store = new PostgresEventStore(databaseUrl, clock);
  const ends = new Map<number, Position>();
  const book = new CaseLives(SEED);
  let pending: LivedStep[] = [];
  let events = 0;
  let cases = 0;

  const append = async ({ caseId, expected, events: own }: LivedStep): Promise<void> => {
    const { position } = await store.append(`complaint-${caseId}`, expected, own);
    const partition = partitionFor(caseId, PARTITIONS);
    if (position > (ends.get(partition) ?? '')) ends.set(partition, position);
  };
  const appendUntil = async (instant: EpochMs): Promise<void> => {
    pending.sort((a, b) => a.at - b.at);
    const later = pending.findIndex(({ at }) => at >= instant);
    const due = pending.splice(0, later < 0 ? pending.length : later);
    // The store keeps appends to one stream in the order in which it gets them.
    for (let first = 0; first < due.length; first += AT_ONCE) {
      const slice = due.slice(first, first + AT_ONCE);
      clock.advanceTo(Math.max(clock.now(), slice.at(-1)?.at ?? 0));
      await Promise.all(slice.map(append));
    }
  };

  try {
    while (events < wantedEvents && cases < wantedCases) {
      for (let n = 0; n < CHUNK_LIVES && cases < wantedCases; n++, cases++) {
        const steps = book[lives](from + cases * everyMs).filter(({ at }) => at <= until);
        for (const step of steps) events += step.events.length;
        pending.push(...steps);
      }
      await appendUntil(from + cases * everyMs);
    }
    await appendUntil(Infinity);
    pending = [];
  } finally {
    await store.close();
  }
  // Months of work would have seen many of these.
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('VACUUM (ANALYZE) event_store.events').finally(() => client.end());
  return { events, cases, ends };
}

/** A month in which so many cases are lived. */
const MONTH_FROM = Date.UTC(2026, 0, 5);
const MONTH_MS = 30 * 24 * 3_600_000;
/** Events in the life of a case, about. */
const EVENTS_OF_A_CASE = 13;

/** A month of cases, lived to their end: at least so many events. */
export const monthOfCases = (databaseUrl: string, events: number): Promise<FilledStore> =>
  fillStore(databaseUrl, {
    lives: 'whole',
    events,
    from: MONTH_FROM,
    everyMs: MONTH_MS / (events / EVENTS_OF_A_CASE),
  });

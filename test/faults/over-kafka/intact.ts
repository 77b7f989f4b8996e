import { isNoticed } from '@redress/clocks';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, type RecordedEvent } from '@redress/kernel';
import { beside } from '../../support/clean-rebuild';
import { eventually, type Fleet } from '../../support/fleet';
import type { Desk } from './desk';

/** How long anything may take on a machine that has much else to do, in ms. */
export const WITHIN_MS = 90_000;
const READ_EVENTS = 1_000;

/** All events of the store, by stream. */
export async function eventsByStream(fleet: Fleet): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
  const store = new PostgresEventStore(fleet.database.url, new SystemClock());
  try {
    const streams = new Map<string, RecordedEvent[]>();
    let after: RecordedEvent | undefined;
    for (;;) {
      const events = await store.readAll({
        ...(after === undefined ? {} : { after: after.position }),
        limit: READ_EVENTS,
      });
      for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
      after = events.at(-1);
      if (after === undefined) return streams;
    }
  } finally {
    await store.close();
  }
}

/**
 * What must hold after every fault, as soon as all is quiet: what was acknowledged is in the store, once, and in the rows; what was
 * promised and not kept is recorded once, what follows from an event has followed once; and the rows are those of a clean rebuild.
 */
export async function intact(fleet: Fleet, desk: Desk): Promise<void> {
  await eventually(async () => {
    expect(await missing(fleet, desk)).toEqual([]);
  }, WITHIN_MS);
  const { live, rebuilt } = await beside({
    databaseUrl: fleet.database.url,
    pool: fleet.database.pool,
    partitions: fleet.partitions,
  });
  expect(live).toEqual(rebuilt);
  const shown = new Set(live['cases']?.['cases']?.map((row) => row['partition_key']));
  expect([...desk.acknowledged.keys()].filter((id) => !shown.has(id))).toEqual([]);
  expect(repeated(await eventsByStream(fleet))).toEqual([]);
}

/** What has not happened yet of all that must. */
async function missing(fleet: Fleet, desk: Desk): Promise<string[]> {
  const streams = await eventsByStream(fleet);
  const typesOf = (id: string): readonly string[] =>
    streams.get(`complaint-${id}`)?.map(({ type }) => type) ?? [];
  const followed = new Set([...streams.values()].flat().map(followUpOf));
  return [
    ...[...desk.acknowledged].flatMap(([id, events]) => events.filter((type) => !typesOf(id).includes(type))),
    ...desk.resolved.filter((id) => !followed.has(id)).map((id) => `follow-up of ${id}`),
    ...[...streams].filter(([, events]) => isOverdue(events)).map(([stream]) => `verdict on ${stream}`),
  ];
}

/** Whether a first response is owed that nothing is recorded of: whatever the desk does, its two seconds are over. */
function isOverdue(events: readonly RecordedEvent[]): boolean {
  const ofClock = events.filter(({ data }) => (data as { clock?: string }).clock === 'first-response');
  return (
    ofClock.length > 0 &&
    !ofClock.some(({ type }) => ['ClockBreached', 'ClockStopped', 'ClockClosed'].includes(type))
  );
}

/** What happened more than once of all that may happen once. */
function repeated(streams: ReadonlyMap<string, readonly RecordedEvent[]>): string[] {
  const seen = new Set<string>();
  return [...streams.values()]
    .flat()
    .map(onceOnly)
    .filter((fact) => fact !== undefined)
    .filter((fact) => seen.size === seen.add(fact).size);
}

const ONCE_IN_A_CASE = ['ComplaintRegistered', 'ComplaintClaimed', 'ComplaintResolved'];

/** A name for what the event says, where that may be said only once. */
function onceOnly(event: RecordedEvent): string | undefined {
  const { stream, type, data } = event;
  if (ONCE_IN_A_CASE.includes(type)) return `${stream} ${type}`;
  const followed = followUpOf(event);
  if (followed !== undefined) return `follow-up of ${followed}`;
  if (!isNoticed(event)) return undefined;
  const {
    clock,
    instance,
    mark,
    before = 'due',
  } = data as {
    readonly clock: string;
    readonly instance: number;
    readonly mark?: number;
    readonly before?: string;
  };
  return `${stream} ${clock} ${String(instance)} ${String(mark ?? before)}`;
}

/** The case that a follow-up was promised for. */
function followUpOf({ type, data }: RecordedEvent): string | undefined {
  if (type !== 'CallbackScheduled') return undefined;
  const { purpose, complaintId } = data as { readonly purpose?: string; readonly complaintId?: string };
  return purpose === 'follow-up' ? complaintId : undefined;
}

import { newId, SYSTEM_ACTOR, toIso, VirtualClock, type CommandOrigin, type NewEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import type { ClockEvent } from '../events';
import { RecordDueMarks, type LookTime } from './record-due-marks.command';
import { RecordDueMarksHandler } from './record-due-marks.handler';

const T0 = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;
const STREAM = 'visit-7';

const origin = (): CommandOrigin => {
  const commandId = newId();
  return { commandId, correlationId: commandId, causationId: commandId, actor: SYSTEM_ACTOR };
};

const asNew = (event: ClockEvent): NewEvent => ({
  ...event,
  ...origin(),
  id: newId(),
  occurredAt: toIso(event.occurredAt),
  partitionKey: '7',
});

const stopped: ClockEvent = {
  type: 'ClockStopped',
  version: 1,
  occurredAt: T0 + HOUR,
  data: {
    clock: 'resolution',
    instance: 1,
    cycle: 1,
    stoppedAt: toIso(T0 + HOUR),
    verdict: 'met',
    dueAt: toIso(T0 + 10 * HOUR),
    elapsedMs: HOUR,
  },
};

/** A stream of some subject on which a clock of ten hours started at T0, with a mark at 80 %. */
async function given(...later: ClockEvent[]) {
  const clock = new VirtualClock(T0);
  const store = new InMemoryEventStore(clock);
  const started: ClockEvent = {
    type: 'ClockStarted',
    version: 1,
    occurredAt: T0,
    data: {
      clock: 'resolution',
      instance: 1,
      cycle: 1,
      startedAt: toIso(T0),
      target: {
        clock: 'resolution',
        within: 'PT10H',
        calendar: { name: '24x7', version: 1 },
        pausedBy: ['customer'],
        marks: [80],
      },
      policy: { name: 'p', version: 1, rule: 1 },
      dueAt: toIso(T0 + 10 * HOUR),
    },
  };
  await store.append(STREAM, 'none', [started, ...later].map(asNew));
  const handler = new RecordDueMarksHandler(store, clock);
  return {
    clock,
    look: (time?: LookTime) => handler.execute(new RecordDueMarks(STREAM, '7', origin(), time)),
    tell: (event: ClockEvent) => store.append(STREAM, 'any', [asNew(event)]),
    facts: async () => (await store.readStream(STREAM)).slice(1 + later.length),
  };
}

describe('RecordDueMarks', () => {
  it('records nothing at the very instant of the due time, for a stop at that instant is in time', async () => {
    const { clock, look, facts } = await given();
    clock.advanceTo(T0 + 8 * HOUR);
    expect(await look()).toMatchObject({ changed: false });
    expect(await facts()).toEqual([]);
  });

  it('records all that fell due meanwhile, in due order, each with when it was due and when it was noticed', async () => {
    const { clock, look, facts } = await given();
    clock.advanceTo(T0 + 12 * HOUR);
    expect(await look()).toMatchObject({ changed: true, partitionKey: '7' });
    const noticed = toIso(T0 + 12 * HOUR);
    expect(await facts()).toMatchObject([
      {
        type: 'ClockMarkReached',
        occurredAt: T0 + 8 * HOUR,
        actor: SYSTEM_ACTOR,
        data: {
          clock: 'resolution',
          instance: 1,
          mark: 80,
          dueAt: toIso(T0 + 8 * HOUR),
          detectedAt: noticed,
        },
      },
      {
        type: 'ClockBreached',
        occurredAt: T0 + 10 * HOUR,
        actor: SYSTEM_ACTOR,
        data: { clock: 'resolution', instance: 1, dueAt: toIso(T0 + 10 * HOUR), detectedAt: noticed },
      },
    ]);
  });

  it('records once, however often and by however many it is said', async () => {
    const { clock, look, facts } = await given();
    clock.advanceTo(T0 + 12 * HOUR);
    await Promise.all([look(), look(), look()]);
    clock.advanceTo(T0 + 13 * HOUR);
    expect(await look()).toMatchObject({ changed: false });
    expect(await facts()).toHaveLength(2);
  });

  it('trusts the stream: what was stopped in time is never called missed', async () => {
    const { clock, look, facts } = await given(stopped);
    clock.advanceTo(T0 + 12 * HOUR);
    await look();
    expect(await facts()).toEqual([]);
  });

  it('waits for the instant at which it is to look, and sees what has come since it was sent', async () => {
    const { clock, look, tell, facts } = await given();
    const due = T0 + 8 * HOUR;
    clock.advanceTo(due);
    const inTime = look({ notBefore: due + 1, latestNow: Infinity });
    await new Promise(setImmediate); // it has read the stream
    clock.advanceTo(due + 1);
    expect(await inTime).toMatchObject({ changed: true });
    clock.advanceTo(T0 + 10 * HOUR);
    const late = look({ notBefore: T0 + 10 * HOUR + 1, latestNow: Infinity });
    await new Promise(setImmediate);
    await tell(stopped);
    clock.advanceTo(T0 + 10 * HOUR + 1);
    expect(await late).toMatchObject({ changed: false });
    expect((await facts()).map(({ type }) => type)).toEqual(['ClockMarkReached', 'ClockStopped']);
  });

  it('calls nothing late that is not by what the sender knows of the time', async () => {
    const { clock, look, facts } = await given();
    clock.advanceTo(T0 + 12 * HOUR);
    await look({ notBefore: -Infinity, latestNow: T0 + 9 * HOUR });
    expect((await facts()).map(({ type }) => type)).toEqual(['ClockMarkReached']);
  });

  it('refuses a stream that does not exist', async () => {
    const handler = new RecordDueMarksHandler(new InMemoryEventStore(), new VirtualClock(T0));
    await expect(handler.execute(new RecordDueMarks('visit-8', '8', origin()))).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

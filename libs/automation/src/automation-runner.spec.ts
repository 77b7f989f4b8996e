import { LocalEventFeed } from '@redress/event-feed/local';
import {
  deriveId,
  DomainError,
  newId,
  SYSTEM_ACTOR,
  toIso,
  VirtualClock,
  type CommandOrigin,
  type Position,
  type RecordedEvent,
} from '@redress/kernel';
import { createTestDatabase, InMemoryEventStore, ManualFeed, type TestDatabase } from '@redress/testing';
import type { Automation } from './automation';
import type { AutomationReport } from './automation-run';
import { AutomationRunner } from './automation-runner';
import { automationMigrations, PostgresAutomationStore } from './postgres';

const T0 = Date.UTC(2026, 0, 5, 9);
const TIMEOUT_MS = 20_000;
const passing = new Error('the database is out of reach');

/** Notes what it is given, and does to an event what `misfortunes` says for its name. */
class Recorder implements Automation {
  readonly name = `recorder-${newId()}`;
  events: readonly string[] = ['Asked'];
  readonly seen: string[] = [];
  readonly origins = new Map<string, CommandOrigin>();
  misfortunes: Readonly<Record<string, () => Promise<void> | void>> = {};

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const { name } = event.data as { name: string };
    this.seen.push(name);
    this.origins.set(name, origin);
    await this.misfortunes[name]?.();
  }
}

describe('the automation runner', () => {
  let database: TestDatabase;
  let records: PostgresAutomationStore;
  let clock: VirtualClock;
  let store: InMemoryEventStore;
  let recorder: Recorder;
  let reports: AutomationReport[];
  let started: (() => Promise<void>)[];

  beforeAll(async () => {
    database = await createTestDatabase([automationMigrations]);
    records = new PostgresAutomationStore(database.pool);
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    clock = new VirtualClock(T0);
    store = new InMemoryEventStore(clock);
    recorder = new Recorder();
    reports = [];
    started = [];
  });
  afterEach(async () => {
    for (const stop of started.reverse()) await stop();
  });

  /** A process with the recorder in it, on a feed of its own. */
  async function start(automation: Automation = recorder) {
    const feed = new LocalEventFeed(store, { partitions: 4, backoff: { firstMs: 2, maxMs: 10 } });
    const runner = new AutomationRunner({
      automations: [automation],
      feed,
      store: records,
      clock,
      isPassing: (error) => error === passing,
      report: (report) => reports.push(report),
    });
    await runner.start();
    const stop = async () => {
      await runner.stop();
      await feed.close();
    };
    started.push(stop);
    return { runner, feed, stop };
  }

  async function append(key: string, name: string, type = 'Asked'): Promise<RecordedEvent> {
    const { position } = await store.append(`complaint-${key}`, 'any', [
      {
        id: newId(),
        type,
        version: 1,
        occurredAt: toIso(T0),
        data: { name },
        actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
        correlationId: 'request-1',
        causationId: newId(),
        commandId: newId(),
        partitionKey: key,
      },
    ]);
    const event = (await store.readAll({ limit: 1_000 })).find((one) => one.position === position);
    if (event === undefined) throw new Error('not recorded');
    return event;
  }

  /** Waits until the automation has handled everything that is in the store. */
  async function settled({ runner, feed }: Awaited<ReturnType<typeof start>>): Promise<void> {
    const ends = new Map<number, Position>();
    for (const { partitionKey, position } of await store.readAll({ limit: 10_000 }))
      ends.set(feed.partitionOf(partitionKey), position);
    for (const [partition, position] of ends)
      expect(await runner.waitFor(recorder.name, partition, position, { timeoutMs: TIMEOUT_MS })).toBe(true);
  }

  const status = async ({ runner }: Awaited<ReturnType<typeof start>>) => (await runner.statuses())[0];

  it('reacts to the events that the automation names, by the same command whenever it is repeated', async () => {
    const running = await start();
    const event = await append('a', 'one');
    await append('a', 'other', 'Unasked');
    await settled(running);
    expect(recorder.seen).toEqual(['one']);
    expect(recorder.origins.get('one')).toEqual({
      commandId: deriveId(event.id, recorder.name),
      correlationId: 'request-1',
      causationId: event.id,
      actor: SYSTEM_ACTOR,
    });
  });

  it('asks what to react to anew, for that may follow a document', async () => {
    const running = await start();
    await append('a', 'one', 'Unasked');
    await settled(running);
    recorder.events = ['Asked', 'Unasked'];
    await append('a', 'two', 'Unasked');
    await settled(running);
    expect(recorder.seen).toEqual(['two']);
  });

  it('reacts to what is recorded from its first start on, and to that alone, whenever it is started', async () => {
    await append('a', 'long ago');
    clock.advanceTo(T0 + 1);
    const first = await start();
    await append('a', 'now');
    await settled(first);
    await first.stop();
    clock.advanceTo(T0 + 60_000);
    await append('b', 'while it stood');
    clock.advanceTo(T0 + 120_000);
    const second = await start();
    await settled(second);
    expect(recorder.seen).toEqual(['now', 'while it stood']);
    expect(await status(second)).toMatchObject({ name: recorder.name, startedAt: T0 + 1 });
  });

  it('keeps the events of a key in order while those of others go on beside it', async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    recorder.misfortunes = { 'a 1': () => held };
    const feed = new ManualFeed(1);
    const runner = new AutomationRunner({ automations: [recorder], feed, store: records, clock });
    await runner.start();
    const events = [await append('a', 'a 1'), await append('b', 'b 1'), await append('a', 'a 2')];
    const delivered = feed.deliverAll(events);
    while (!recorder.seen.includes('b 1')) await new Promise(setImmediate);
    expect(recorder.seen).toEqual(['a 1', 'b 1']);
    go();
    await delivered;
    expect(recorder.seen).toEqual(['a 1', 'b 1', 'a 2']);
    await runner.stop();
  });

  it('passes over what it has handled, however often it is given', async () => {
    const feed = new ManualFeed(1);
    const runner = new AutomationRunner({ automations: [recorder], feed, store: records, clock });
    await runner.start();
    const events = [await append('a', '1'), await append('b', '2')];
    await Promise.all([feed.deliverAll(events), feed.deliverAll(events)]);
    await feed.deliverAll([...events, await append('a', '3')]);
    expect(recorder.seen).toEqual(['1', '2', '3']);
    await runner.stop();
  });

  it('takes a refusal for an answer: noted with its code, and the rest goes on', async () => {
    recorder.misfortunes = {
      refused: () => {
        throw new DomainError('illegal', 'illegal-step', 'Not while it is open.');
      },
    };
    const running = await start();
    const event = await append('a', 'refused');
    await append('a', 'next');
    await settled(running);
    expect(recorder.seen).toEqual(['refused', 'next']);
    const refusal = { eventId: event.id, type: 'Asked', position: event.position, code: 'illegal-step' };
    expect(await status(running)).toMatchObject({ parkedCount: 0, refusedCount: 1, refused: [refusal] });
    expect(reports).toEqual([{ kind: 'refused', automation: recorder.name, ...refusal }]);
  });

  it.each([
    ['what passes by itself', () => passing],
    ['unavailable', () => new DomainError('unavailable', 'unavailable', 'Ask again.')],
    ['a lost race', () => new DomainError('conflict', 'changed-meanwhile', 'Send it again.')],
  ])('tries again for as long as it takes: %s', async (_, error) => {
    let left = 12;
    recorder.misfortunes = {
      unlucky: () => {
        if (left-- > 0) throw error();
      },
    };
    const running = await start();
    await append('a', 'unlucky');
    await append('a', 'next');
    await settled(running);
    expect(recorder.seen.filter((name) => name === 'unlucky')).toHaveLength(13);
    expect(recorder.seen.at(-1)).toBe('next');
    expect(await status(running)).toMatchObject({ parkedCount: 0, refusedCount: 0 });
  });

  describe('with an event that fails in another way', () => {
    let running: Awaited<ReturnType<typeof start>>;
    let poison: RecordedEvent;

    beforeEach(async () => {
      recorder.misfortunes = {
        poison: () => {
          throw new RangeError('no such thing');
        },
      };
      running = await start();
      poison = await append('a', 'poison');
      await append('a', 'behind it');
      await append('b', 'beside it');
      await settled(running);
    });

    it('parks it after five tries; later ones of its key wait, the others go on', async () => {
      await append('a', 'later still');
      await settled(running);
      expect(recorder.seen.filter((name) => name === 'poison')).toHaveLength(5);
      expect(recorder.seen).toContain('beside it');
      expect(recorder.seen).not.toContain('behind it');
      expect(recorder.seen).not.toContain('later still');
      const reason = 'RangeError: no such thing';
      const record = await status(running);
      expect(record?.parkedCount).toBe(3);
      expect(record?.parked.at(-1)).toMatchObject({ eventId: poison.id, position: poison.position, reason });
      expect(reports).toEqual([
        {
          kind: 'parked',
          automation: recorder.name,
          position: poison.position,
          eventId: poison.id,
          type: 'Asked',
          reason,
        },
      ]);
      expect(await running.runner.check()).toEqual({ ok: true });
    });

    it('takes them up in order after the mend', async () => {
      expect(await running.runner.retry(recorder.name)).toEqual({ done: 0, stillParked: 2 });
      recorder.misfortunes = {};
      recorder.seen.length = 0;
      expect(await running.runner.retry(recorder.name)).toEqual({ done: 2, stillParked: 0 });
      await append('a', 'after');
      await settled(running);
      expect(recorder.seen).toEqual(['poison', 'behind it', 'after']);
    });

    it('takes them up at the next start', async () => {
      await running.stop();
      recorder.misfortunes = {};
      recorder.seen.length = 0;
      const next = await start();
      await append('a', 'after');
      await settled(next);
      await next.stop();
      expect(recorder.seen).toEqual(['poison', 'behind it', 'after']);
      expect(await status(next)).toMatchObject({ parkedCount: 0 });
    });
  });

  it('finishes what is in hand when it is stopped, and goes on there', async () => {
    const running = await start();
    await append('a', '1');
    await settled(running);
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    recorder.misfortunes = { '2': () => held };
    await append('a', '2');
    while (!recorder.seen.includes('2')) await new Promise(setImmediate);
    const stopping = running.stop();
    go();
    await stopping;
    await append('a', '3');
    await settled(await start());
    expect(recorder.seen).toEqual(['1', '2', '3']);
  });

  it('reacts to everything once in bursts from many keys', async () => {
    const running = await start();
    const names = Array.from({ length: 400 }, (_, n) => String(n));
    await Promise.all(names.map((name) => append(`key-${String(Number(name) % 37)}`, name)));
    await settled(running);
    expect([...recorder.seen].sort()).toEqual([...names].sort());
  });

  it('is well while it keeps up, and says why where it does not', async () => {
    const { runner, stop } = await start();
    while (!(await runner.check()).ok) await new Promise(setImmediate);
    await stop();
    expect(await runner.check()).toEqual({ ok: false, reason: `behind the events: ${recorder.name}` });
  });

  it('refuses two automations of one name', () => {
    const options = { feed: new ManualFeed(1), store: records, clock };
    expect(() => new AutomationRunner({ ...options, automations: [recorder, recorder] })).toThrow(
      'two automations',
    );
  });
});

import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { FINGERPRINT_KEY } from '@redress/http';
import { CLOCK, newId, VirtualClock } from '@redress/kernel';
import type { CalendarDocument } from '@redress/sla';
import type { CalendarDefinition } from '@redress/sla/build-calendar';
import { createTestDatabase, ManualFeed, originOf, type TestDatabase } from '@redress/testing';
import { calendarDecider } from '../calendar/calendar-decider';
import { ChangePolicy, type PolicyChange } from '../change-policy/change-policy.command';
import { PolicyShelf } from '../document-lookup/shelves';
import type { StoredVersion } from '../domain/versioned-document';
import {
  authorityLimitsStream,
  calendarStream,
  contactPolicyStream,
  intakeRulesStream,
  policyStream,
} from '../events';
import { PoliciesModule } from '../policies.module';
import { parsePolicy } from '../sla-policy/policy-file';
import type { SlaRules } from '../sla-policy/sla-rules';
import { endingCalendars } from './ending-calendars';
import { publishDocuments } from './publish-documents';
import { readDocuments, type Documents } from './read-documents';

const NOW = Date.UTC(2026, 2, 2);
const SHIPPED = readDocuments({
  policy: 'office-hours',
  contactPolicy: 'courteous',
  authority: 'front-line',
  intakeRules: 'proactive',
});

/** A policy that promises a resolution within so much. */
const policy = (
  within: string,
  { calendar = '24x7', effectiveFrom = '' } = {},
): Pick<Documents, 'policy'> => ({
  policy: parsePolicy(
    `name: ours\n${effectiveFrom}\nrules:\n  - targets:\n      resolution: { within: ${within}, calendar: ${calendar} }\n`,
  ),
});

const calendar = (name: string, hours: string): CalendarDefinition => ({
  name,
  zone: 'UTC',
  horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
  weekly: { monday: [hours] },
});

describe('the documents, published by processes that start', () => {
  let database: TestDatabase;
  let clock: VirtualClock;
  let stops: (() => Promise<void>)[];

  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations]);
    clock = new VirtualClock(NOW);
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await database.drop();
  });

  /** A process that has read these files. */
  async function open(files: Partial<Documents> = {}) {
    const documents = { ...SHIPPED, calendars: [], ...files };
    const store = new PostgresEventStore(database.url, clock);
    const parts = [
      { provide: EVENT_STORE, useValue: store },
      { provide: CLOCK, useValue: clock },
      { provide: EVENT_FEED, useValue: new ManualFeed(1) },
      { provide: FINGERPRINT_KEY, useValue: Buffer.alloc(32) },
    ];

    @Global()
    @Module({
      imports: [
        CqrsModule.forRoot(),
        PoliciesModule.for({ ...documents.inForce, policy: documents.policy.name }),
      ],
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    })
    class ProcessModule {}

    const app = await NestFactory.createApplicationContext(ProcessModule, { logger: false });
    stops.push(async () => {
      await app.close();
      await store.close();
    });
    return {
      store,
      shelf: app.get(PolicyShelf),
      bus: app.get(CommandBus),
      publish: (mayGoBack = false) => publishDocuments(app.get(CommandBus), documents, { mayGoBack }),
    };
  }

  const publishAll = async (processes: readonly Awaited<ReturnType<typeof open>>[], mayGoBack = false) =>
    (await Promise.all(processes.map(({ publish }) => publish(mayGoBack)))).flat();

  const openAll = (...files: readonly Partial<Documents>[]) => Promise.all(files.map((one) => open(one)));

  async function stored<Data>(stream: string): Promise<readonly Data[]> {
    const { store } = await open();
    return (await store.readStream(stream)).map(({ data }) => data as Data);
  }

  /** Of the policy: within what and by which version of its calendar, in the order of the versions. */
  const versions = async () =>
    (await stored<StoredVersion<SlaRules>>(policyStream('ours'))).map(({ version, rules }, at) => {
      expect(version).toBe(at + 1);
      const target = rules[0]?.targets[0];
      return target?.calendar.name === '24x7' ? target.within : [target?.within, target?.calendar.version];
    });

  it('are each published once where all have the same, however many start at the same time', async () => {
    const processes = await openAll(...Array.from({ length: 8 }, () => SHIPPED));
    expect(await publishAll(processes)).toEqual([]);
    for (const stream of [
      policyStream('office-hours'),
      calendarStream('office'),
      contactPolicyStream('courteous'),
      authorityLimitsStream('front-line'),
      intakeRulesStream('proactive'),
    ]) {
      expect([stream, (await stored<{ version: number }>(stream)).map(({ version }) => version)]).toEqual([
        stream,
        [1],
      ]);
    }
  });

  it('name a calendar of which an operator is told before it ends, and when it has', async () => {
    const mornings = calendar('mornings', '09:00-12:00');
    const one = await open({ ...policy('PT4H', { calendar: 'mornings' }), calendars: [mornings] });
    await one.publish();
    const toldOn = (month: number, day: number) => endingCalendars(Date.UTC(2026, month - 1, day), one);
    expect(await toldOn(11, 1)).toEqual([]);
    const ends =
      'calendar mornings version 1 ends with 2026-12-31 (days left: 40), and policy ours goes by it';
    expect(await toldOn(11, 22)).toEqual([expect.stringContaining(ends)]);
    expect(await toldOn(12, 31)).toEqual([expect.stringContaining('(days left: 1)')]);
    expect(await toldOn(13, 1)).toEqual([expect.stringContaining('version 1 ended with 2026-12-31, and')]);
    const other = await open(policy('PT4H'));
    await other.publish();
    expect(await endingCalendars(Date.UTC(2030, 0, 1), other)).toEqual([]);
  });

  it('are all kept where each process has another one; the last is in force in all of them', async () => {
    const hours = Array.from({ length: 12 }, (_, n) => `PT${String(n + 1)}H`);
    const processes = await openAll(...hours.map((within) => policy(within)));
    expect(await publishAll(processes)).toEqual([]);
    const published = await versions();
    expect([...published].sort()).toEqual([...hours].sort());
    for (const { shelf } of processes) {
      await shelf.refresh('ours');
      const inForce = await shelf.inForce(NOW);
      expect([inForce.version, inForce.rules[0]?.targets[0]?.within]).toEqual([12, published.at(-1)]);
    }
  });

  it('take no turns where half of those that start have an old file', async () => {
    const files = Array.from({ length: 10 }, (_, n) => policy(n % 2 === 0 ? 'PT1H' : 'PT2H'));
    await publishAll(await openAll(...files));
    expect([...(await versions())].sort()).toEqual(['PT1H', 'PT2H']);
  });

  it('stay as they are when a process with an old file starts again, which says so', async () => {
    const [old, newer] = await openAll(policy('PT1H'), policy('PT2H'));
    await old?.publish();
    await newer?.publish();
    const [again] = await openAll(policy('PT1H'));
    expect(await again?.publish()).toEqual([
      'policy ours: the file says what version 1 said, and version 2 stays the newest. ' +
        'Give the file another effectiveFrom to go back to what it says.',
    ]);
    expect(await versions()).toEqual(['PT1H', 'PT2H']);
  });

  it('go back by a file that says from when on, and do so once', async () => {
    const back = policy('PT1H', { effectiveFrom: 'effectiveFrom: 2026-03-02T00:00:00Z' });
    for (const files of [policy('PT1H'), policy('PT2H'), back, back, policy('PT2H')]) {
      clock.advanceTo(clock.now() + 1);
      await (await open(files)).publish();
    }
    expect(await versions()).toEqual(['PT1H', 'PT2H', 'PT1H']);
  });

  it('go back at once where one process alone means what its file says', async () => {
    for (const files of [policy('PT1H'), policy('PT2H'), policy('PT1H')]) {
      expect(await (await open(files)).publish(true)).toEqual([]);
    }
    expect(await versions()).toEqual(['PT1H', 'PT2H', 'PT1H']);
  });

  it('count as old whatever became of their calendars since', async () => {
    const name = 'moving-hours';
    const [first, second, third] = ['08:00-16:00', '09:00-17:00', '10:00-18:00'].map((hours) => ({
      calendars: [calendar(name, hours)],
    }));
    const old = { ...policy('PT1H', { calendar: name }), ...first };
    const newer = policy('PT2H', { calendar: name });
    for (const files of [old, { ...old, ...second }, { ...newer, ...second }, { ...newer, ...third }]) {
      expect(await (await open(files)).publish()).toEqual([]);
    }
    const published = [
      ['PT1H', 1],
      ['PT1H', 2],
      ['PT2H', 2],
      ['PT2H', 3],
    ];
    expect(await versions()).toEqual(published);
    expect(await (await open(old)).publish()).toEqual([
      expect.stringMatching(/^calendar moving-hours: .* version 1 said, .* version 3 .* another description/),
      expect.stringMatching(/^policy ours: .* version 2 said, and version 4 /),
    ]);
    expect(await versions()).toEqual(published);
    expect(await stored(calendarStream(name))).toHaveLength(3);
  });

  it('name the newest version of a calendar that another process has published', async () => {
    const name = 'from-elsewhere';
    const { store, publish } = await open(policy('PT1H', { calendar: name }));
    await expect(publish()).rejects.toThrow(`names no calendar: ${name}`);
    // Past the handlers, which would make it known here.
    const history: CalendarDocument[] = [];
    for (const hours of ['08:00-16:00', '09:00-17:00']) {
      const order = { definition: calendar(name, hours), now: NOW };
      for (const { data, ...event } of calendarDecider.decide(order, history)) {
        history.push(data);
        const partitionKey = calendarStream(name);
        const occurredAt = new Date(NOW).toISOString();
        await store.append(partitionKey, 'any', [
          { ...originOf(), ...event, data, id: newId(), occurredAt, partitionKey },
        ]);
      }
    }
    await publish();
    expect(await versions()).toEqual([['PT1H', 2]]);
  });

  it('are left where a person has published or withdrawn since, however many processes there are', async () => {
    const [one] = await openAll(policy('PT1H'));
    await one!.publish(true);
    const told = (change: PolicyChange) => one!.bus.execute(new ChangePolicy('ours', change, originOf()));
    const text = 'name: ours\nrules:\n  - targets:\n      resolution: { within: PT2H }\n';
    const { number: draft } = await told({ type: 'DraftPolicy', text });
    await told({ type: 'PublishDraft', draft, terms: {} });
    expect(await one!.publish(true)).toEqual([
      'policy ours: the file says what version 1 said, and version 2 stays the newest. Give the file another effectiveFrom to go back to what it says.',
    ]);
    const [again] = await openAll(policy('PT2H'));
    expect(await again!.publish(true)).toEqual([]);
    await told({ type: 'WithdrawPolicy', version: 2 });
    expect(await again!.publish(true)).toEqual([
      'policy ours: the file says what version 2 said, and that was withdrawn. Give the file another effectiveFrom to go back to what it says.',
    ]);
    expect((await one!.shelf.inForce(NOW)).version).toBe(1);
    const [changed] = await openAll(policy('PT3H'));
    expect(await changed!.publish(true)).toEqual([]);
    expect((await changed!.shelf.inForce(NOW)).version).toBe(3);
  });
});

import { newId, VirtualClock } from '@redress/kernel';
import { addCalendar, calendarOf, findCalendar, type CalendarDocument } from '@redress/sla';
import type { CalendarDefinition } from '@redress/sla/build-calendar';
import { deciderSpec, InMemoryEventStore, originOf } from '@redress/testing';
import { calendarDecider, calendarWithdrawalDecider } from '../calendar/calendar-decider';
import { learnCalendars } from '../calendar/published-calendars';
import { calendarStream, type CalendarPublished, type CalendarWithdrawn } from '../events';
import { parsePolicy } from '../sla-policy/policy-file';
import sample from './calendar-sample.json';
import withdrawal from './withdrawal-sample.json';
import { PublishCalendar } from './publish-calendar.command';
import { PublishCalendarHandler } from './publish-calendar.handler';

const NOW = Date.UTC(2026, 2, 2);

const definition = (name: string, change: Partial<CalendarDefinition> = {}): CalendarDefinition => ({
  name,
  zone: 'Europe/London',
  horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
  weekly: { monday: ['09:00-17:00'] },
  ...change,
});

function given() {
  const store = new InMemoryEventStore();
  const handler = new PublishCalendarHandler(store, new VirtualClock(NOW));
  const publish = (one: CalendarDefinition) => handler.execute(new PublishCalendar(one, originOf()));
  const versions = async (name: string) =>
    (await store.readStream(calendarStream(name))).map(({ data }) => data as CalendarDocument);
  return { store, publish, versions };
}

describe('publishing a calendar', () => {
  it('stores the whole version, the offsets of its zone included', async () => {
    const { publish, versions } = given();
    expect(await publish(definition('first'))).toMatchObject({ changed: true });
    expect(await versions('first')).toMatchObject([
      {
        name: 'first',
        version: 1,
        zone: {
          name: 'Europe/London',
          offsetSeconds: 0,
          changes: [
            { at: '2026-03-29T01:00:00Z', offsetSeconds: 3600 },
            { at: '2026-10-25T01:00:00Z', offsetSeconds: 0 },
          ],
        },
        weekly: { monday: ['09:00-17:00'] },
        days: [],
      },
    ]);
  });

  it('makes a new version of a new definition only', async () => {
    const { publish, versions } = given();
    await publish(definition('second'));
    expect(await publish(definition('second'))).toMatchObject({ changed: false });
    await publish(definition('second', { holidays: { '2026-05-04': 'Bank holiday' } }));
    expect((await versions('second')).map(({ version }) => version)).toEqual([1, 2]);
    await publish(definition('second'));
    expect((await versions('second')).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('makes none of what an earlier version said where it must not go back, and says which it was', async () => {
    const { store, publish, versions } = given();
    await publish(definition('ahead'));
    await publish(definition('ahead', { description: 'Anew.' }));
    const handler = new PublishCalendarHandler(store, new VirtualClock(NOW));
    const stale = new PublishCalendar(definition('ahead'), originOf(), { mayGoBack: false });
    expect(await handler.execute(stale)).toMatchObject({
      changed: false,
      left: { version: 1, newest: 2 },
    });
    expect(await versions('ahead')).toHaveLength(2);
  });

  it('makes none of a definition whose zone this runtime knows better', () => {
    const [built] = calendarDecider.decide({ definition: definition('any'), now: NOW }, []);
    if (built === undefined) throw new Error('not published');
    const zone = { ...built.data.zone, tzdata: '1999a', changes: [] };
    const older: CalendarPublished = { ...built, data: { ...built.data, zone } };
    deciderSpec(calendarDecider)
      .given(older)
      .when({ definition: definition('any'), now: NOW + 1 })
      .thenNothing();
  });

  it('is known to policies from then on: they name its newest version', async () => {
    const { publish } = given();
    const policy = parsePolicy(
      'name: p\nrules:\n  - targets:\n      resolution: { within: P3BD, calendar: third }\n',
      'p.yaml',
    );
    expect(policy.calendars).toEqual(['third']);
    expect(() => policy.draft()).toThrow(
      'p.yaml:4: rules.0.targets.resolution.calendar names no calendar: third',
    );
    await publish(definition('third'));
    expect(policy.draft().rules[0]?.targets).toMatchObject([{ calendar: { name: 'third', version: 1 } }]);
    await publish(definition('third', { description: 'Anew.' }));
    expect(policy.draft().rules[0]?.targets).toMatchObject([{ calendar: { name: 'third', version: 2 } }]);
  });

  it('is learnt again at a start, every version of every calendar', async () => {
    // As another process has published it.
    const { store } = given();
    const publish = async (name: string, version: number, weekly: CalendarDefinition['weekly']) => {
      const [built] = calendarDecider.decide({ definition: definition(name, { weekly }), now: NOW }, []);
      if (built === undefined) throw new Error('not published');
      const data = { ...built.data, version };
      await store.append(calendarStream(name), 'any', [
        {
          id: newId(),
          type: built.type,
          version: 1,
          occurredAt: new Date(NOW).toISOString(),
          data,
          partitionKey: calendarStream(name),
          ...originOf(),
        },
      ]);
    };
    await publish('elsewhere-1', 1, {});
    await publish('elsewhere-1', 2, { friday: ['10:00-11:00'] });
    await publish('elsewhere-2', 1, {});
    expect(findCalendar('elsewhere-1')).toBeUndefined();
    await learnCalendars(store);
    expect(calendarOf({ name: 'elsewhere-1', version: 1 }).version).toBe(1);
    expect(findCalendar('elsewhere-1')?.version).toBe(2);
    expect(findCalendar('elsewhere-2')?.version).toBe(1);
  });

  it('reads what was ever stored', () => {
    // What stands in a log stays readable for ever. Never edit the sample; a new version of the event gets one of its own.
    const stored: CalendarPublished = {
      type: 'CalendarPublished',
      version: 1,
      occurredAt: 0,
      data: sample.data,
    };
    const { zone, horizon, weekly, description } = sample.data;
    const said = {
      zone: zone.name,
      horizon,
      weekly,
      description,
      holidays: { '2026-05-04': 'Bank holiday' },
    };
    deciderSpec(calendarDecider)
      .given(stored)
      .when({ definition: definition('frozen', said), now: NOW })
      .thenNothing();
    expect(addCalendar(stored.data).days?.holidays({ from: NOW, to: Date.UTC(2026, 11) })).toEqual(
      sample.data.days,
    );
  });

  it('reads a withdrawal as it was ever stored', () => {
    const first: CalendarPublished = {
      type: 'CalendarPublished',
      version: 1,
      occurredAt: 0,
      data: sample.data,
    };
    const second = { ...first, data: { ...first.data, version: 2 } };
    const at = Date.parse(withdrawal.occurredAt);
    const { name: _, ...said } = withdrawal.data;
    const stored: CalendarWithdrawn = {
      type: 'CalendarWithdrawn',
      version: 1,
      occurredAt: at,
      data: withdrawal.data,
    };
    deciderSpec(calendarWithdrawalDecider)
      .given(first, second)
      .when({ ...said, now: at })
      .then(stored);
    deciderSpec(calendarWithdrawalDecider)
      .given(first, second, stored)
      .when({ ...said, now: at })
      .thenNothing();
  });
});

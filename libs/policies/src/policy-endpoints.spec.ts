import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LocalEventFeed } from '@redress/event-feed/local';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, VirtualClock } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { PoliciesModule, PolicyShelf } from '.';

const NOW = Date.UTC(2026, 2, 2);
const ISO = '2026-03-02T00:00:00.000Z';

const policy = (within: string, more = ''): string =>
  `name: desk\n${more}\nrules:\n  - targets:\n      resolution: { within: ${within}, calendar: site }\n`;
const SITE = `
name: site
zone: Europe/London
horizon: { firstDay: 2026-01-01, lastDay: 2026-12-31 }
weekly: { monday: [09:00-17:00] }
holidays: { 2026-05-04: Bank holiday }
`;

// In the app of these specs a supervisor is called p-supervisor.
describe('the endpoints of policies and calendars', () => {
  let echo: RunningEcho;
  let clock: VirtualClock;
  let feed: LocalEventFeed;

  beforeEach(async () => {
    clock = new VirtualClock(NOW);
    const store = new InMemoryEventStore(clock);
    feed = new LocalEventFeed(store, { partitions: 2 });
    const parts = [
      { provide: EVENT_STORE, useValue: store },
      { provide: EVENT_FEED, useValue: feed },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: parts, exports: parts.map(({ provide }) => provide) })
    class EnginesModule {}

    const policies = PoliciesModule.for({ policy: 'desk', contactPolicy: 'none', authority: 'none' });
    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, policies]);
  });
  afterEach(async () => {
    await echo.app.close();
    await feed.close();
  });

  const tell = (path: string, body: object, role = 'supervisor') =>
    send(`${echo.url}/v1/${path}`, { method: 'POST', role, body });
  const ask = async <Answer>(path: string) => {
    const answer = await send(`${echo.url}/v1/${path}`, { role: 'agent' });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const done = async (path: string, body: object) => {
    const answer = await tell(path, body);
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as { readonly draft: number; readonly version: number; changed: boolean };
  };
  const publish = async (within: string, terms: object = {}, more = '') => {
    const { draft } = await done('policies/desk/drafts', { text: policy(within, more) });
    return done('policies/desk/publish', { draft, ...terms });
  };

  it('lead a policy from draft to publication to withdrawal, and tell all of it', async () => {
    await done('calendars/site/publish', { text: SITE });
    expect(await publish('P2BD')).toMatchObject({ version: 1, changed: true });
    clock.advanceTo(NOW + 1_000);
    const { draft } = await done('policies/desk/drafts', { text: policy('P1BD') });
    expect((await ask('policies/desk/draft')).body).toMatchObject({
      draft: 2,
      draftedBy: 'p-supervisor',
      effectiveFrom: null,
      yaml: expect.stringContaining('within: P1BD, calendar: site') as unknown,
    });
    expect((await ask('policies/in-force')).body).toMatchObject({ publication: { version: 1 } });
    expect(await done('policies/desk/publish', { draft })).toMatchObject({ version: 2 });
    expect((await ask('policies/desk/draft')).status).toBe(404);
    expect((await ask('policies/in-force')).body).toMatchObject({ publication: { version: 2 } });
    expect((await ask(`policies/in-force?at=${ISO}`)).body).toMatchObject({ publication: { version: 1 } });
    clock.advanceTo(NOW + 2_000);
    await done('policies/desk/versions/2/withdraw', { reason: 'promised-too-much' });
    expect((await ask('policies/in-force')).body).toMatchObject({ publication: { version: 1 } });
    expect((await echo.app.get(PolicyShelf).inForce(clock.now())).version).toBe(1);
    expect((await ask('policies/desk/versions/2')).body).toMatchObject({
      name: 'desk',
      document: { rules: [{ targets: [{ within: 'P1BD', calendar: { name: 'site', version: 1 } }] }] },
      publication: { withdrawnBy: 'p-supervisor', withdrawnBecause: 'promised-too-much', draft: 2 },
    });
    expect((await ask('policies/desk')).body).toMatchObject({
      name: 'desk',
      inUse: true,
      versions: 2,
      inForce: 1,
      draft: null,
      history: [{ version: 1, scope: 'prospective', withdrawnAt: null }, { version: 2 }],
      periods: [
        { version: 1, from: null, to: '2026-03-02T00:00:01.000Z' },
        { version: 2, to: '2026-03-02T00:00:02.000Z' },
        { version: 1, from: '2026-03-02T00:00:02.000Z', to: null },
      ],
    });
    expect((await ask('policies')).body).toEqual([
      { name: 'desk', inUse: true, versions: 2, inForce: 1, draft: null },
    ]);
    const last = await tell('policies/desk/versions/1/withdraw', {});
    expect(await problemOf(last)).toMatchObject({ status: 409, code: 'last-version' });
  });

  it('tell all that is wrong with a text, each with its line', async () => {
    const text = `${policy('P1D').replace('site', 'nowhere')}  - targets: {}\n`;
    expect(await problemOf(await tell('policies/desk/drafts', { text }))).toMatchObject({
      status: 422,
      code: 'document-unusable',
      errors: [
        { field: 'text', line: 5, reason: expect.stringContaining('names no calendar: nowhere') as unknown },
        { field: 'text', line: 5, reason: expect.stringContaining('"P1D" is no length') as unknown },
        { field: 'text', line: 6, reason: expect.stringContaining('falls under rule 1') as unknown },
      ],
    });
    expect(await problemOf(await tell('policies/table/drafts', { text: policy('PT1H') }))).toMatchObject({
      code: 'name-differs',
    });
    expect(await problemOf(await tell('calendars/site/publish', { text: 'zone: Mars/Base' }))).toMatchObject({
      code: 'document-unusable',
    });
    expect((await ask('policies')).body).toEqual([]);
  });

  it('say whom a publication touches, and how far that is', async () => {
    await done('calendars/site/publish', { text: SITE });
    await publish('P2BD');
    const range = { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
    await publish('P3BD', { scope: 'reassess', ...range });
    expect((await ask('policies/desk/publications/1')).body).toMatchObject({ state: 'done', counted: null });
    expect((await ask('policies/desk/publications/2')).body).toMatchObject({
      state: 'waiting',
      publication: { scope: 'reassess', range: { from: '2026-02-01T00:00:00.000Z' } },
      verdicts: [],
    });
    expect((await ask('policies/desk/publications/3')).status).toBe(404);
    const refusal = async (terms: object, more = '') => {
      const { draft } = await done('policies/desk/drafts', { text: policy('P4BD', more) });
      return (await problemOf(await tell('policies/desk/publish', { draft, ...terms }))).code;
    };
    expect(await refusal({ scope: 'reassess' })).toBe('range-missing');
    expect(await refusal({ scope: 'open-cases', ...range })).toBe('range-missing');
    expect(await refusal({ scope: 'reassess', from: range.to, to: range.from })).toBe('range-unfit');
    expect(await refusal({ scope: 'reassess', from: range.to, to: '2026-04-01T00:00:00Z' })).toBe(
      'range-unfit',
    );
    expect(await refusal({ scope: 'open-cases' }, 'effectiveFrom: 2026-04-01T00:00:00Z')).toBe(
      'scope-needs-effect',
    );
  });

  it('publish, show and withdraw calendars; policies take the newest that is left', async () => {
    expect(await done('calendars/site/publish', { text: SITE })).toMatchObject({ version: 1, changed: true });
    expect(await done('calendars/site/publish', { text: SITE })).toMatchObject({
      version: 1,
      changed: false,
    });
    const wrong = SITE.replace('2026-05-04', '2026-05-05');
    expect(await done('calendars/site/publish', { text: wrong })).toMatchObject({ version: 2 });
    const last = async () => {
      const { version } = await publish('P2BD', {}, `effectiveFrom: 2026-02-01T00:00:0${String(count++)}Z`);
      const { body } = await ask<{ document: { rules: { targets: { calendar: { version: number } }[] }[] } }>(
        `policies/desk/versions/${String(version)}`,
      );
      return body.document.rules[0]?.targets[0]?.calendar.version;
    };
    let count = 0;
    expect(await last()).toBe(2);
    await done('calendars/site/versions/2/withdraw', {});
    expect(await last()).toBe(1);
    expect((await ask('calendars')).body).toEqual([
      { name: 'site', versions: 2, newest: 1, zone: 'Europe/London' },
    ]);
    expect((await ask('calendars/site')).body).toMatchObject({
      history: [
        { version: 1, withdrawnAt: null },
        { version: 2, withdrawnBy: 'p-supervisor' },
      ],
    });
    expect((await ask('calendars/site/versions/1')).body).toMatchObject({
      days: [{ date: '2026-05-04', name: 'Bank holiday', hours: [] }],
      weekly: { monday: ['09:00-17:00'] },
      yaml: expect.stringContaining('2026-05-04: Bank holiday') as unknown,
    });
    const only = await tell('calendars/site/versions/1/withdraw', {});
    expect(await problemOf(only)).toMatchObject({ status: 409, code: 'last-version' });
    // Published again it is a version of its own.
    expect(await done('calendars/site/publish', { text: wrong })).toMatchObject({ version: 3 });
    expect(await last()).toBe(3);
  });

  it('are for supervisors to change, and for all persons to read', async () => {
    for (const role of ['agent', 'shift-leader', 'analyst', 'integration']) {
      expect((await tell('policies/desk/drafts', { text: 'x' }, role)).status).toBe(403);
      expect((await tell('calendars/site/publish', { text: 'x' }, role)).status).toBe(403);
    }
    expect((await ask('policies/desk')).status).toBe(404);
    expect((await ask('calendars/site/versions/x')).status).toBe(404);
    expect((await tell('policies/desk/publish', { draft: 1 })).status).toBe(404);
  });
});

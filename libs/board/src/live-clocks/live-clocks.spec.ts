import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, toIso, VirtualClock } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration } from '../../../../test/support/case-life';
import { watchLive, type LiveClient } from '../../../../test/support/live-client';
import { send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { BoardModule } from '../board.module';
import { teamClocks } from '../team-clocks/team-clocks.projection';

// In the app of these specs everyone is of team t1.
const OWN = 't1';
const OWN_LIVE = 'teams/t1/clocks/live';

const dataOf = (data: string) => JSON.parse(data) as Record<string, unknown>;

describe('GET /v1/teams/:team/clocks/live', () => {
  let running: RunningProjections;
  let echo: RunningEcho;
  /** An app in a process that keeps no projections. */
  let elsewhere: RunningEcho;
  const clients: LiveClient[] = [];

  beforeAll(async () => {
    const clock = new VirtualClock(minute(0));
    running = await runProjections(clock, teamClocks);
    const start = (readModel: ReadModel): Promise<RunningEcho> => {
      const parts = [
        { provide: ReadModel, useValue: readModel },
        { provide: EVENT_STORE, useValue: running.store },
        { provide: Past, useValue: running.past },
        { provide: CLOCK, useValue: clock },
      ];

      @Global()
      @Module({ providers: parts, exports: parts.map(({ provide }) => provide) })
      class EnginesModule {}

      return startEcho({}, [CqrsModule.forRoot(), EnginesModule, BoardModule]);
    };
    echo = await start(running.readModel);
    elsewhere = await start(await running.elsewhere());
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });
  afterAll(async () => {
    await echo.app.close();
    await elsewhere.app.close();
    await running.stop();
  });

  const register = (caseId: string, team = OWN) =>
    running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, { team }))));

  async function watch(
    path: string,
    role: string,
    lastEventId?: string,
    { url } = echo,
  ): Promise<LiveClient> {
    const client = await watchLive(`${url}/v1/${path}`, role, lastEventId);
    clients.push(client);
    return client;
  }

  it('sends a snapshot, a heartbeat, and then what changes as it happens', async () => {
    const board = await watch(OWN_LIVE, 'agent');
    expect(JSON.parse((await board.next('snapshot')).data)).toMatchObject({
      team: OWN,
      part: 1,
      isLast: true,
    });
    const freshness = {
      now: toIso(minute(0)),
      secondsBehind: expect.any(Number) as number,
      stale: false,
    };
    expect(JSON.parse((await board.next('heartbeat')).data)).toEqual({ freshness });
    await register('1');
    const change = await board.next('clock');
    expect(JSON.parse(change.data)).toMatchObject({
      freshness,
      complaintId: '1',
      clock: 'first-response',
      state: 'running',
      dueAt: '2026-01-05T10:00:00.000Z',
      policy: { name: 'test', version: 1, rule: 2 },
    });
    expect(change.id).toMatch(/^\d+-\d+$/);
  });

  it('goes on where a client that comes back left off', async () => {
    const first = await watch(OWN_LIVE, 'supervisor');
    const { id } = await first.next('snapshot');
    first.leave();
    await register('2');
    const again = await watch(OWN_LIVE, 'supervisor', id);
    for (let told: unknown; told !== '2';) {
      const frame = await again.next('snapshot', 'clock');
      expect(frame.event).toBe('clock');
      told = dataOf(frame.data)['complaintId'];
    }
  });

  it('sends at once what was committed in another process', async () => {
    const board = await watch(OWN_LIVE, 'agent', undefined, elsewhere);
    await board.next('snapshot');
    const delays: number[] = [];
    for (let n = 0; n < 10; n++) {
      // So that no round of before is still under way.
      await new Promise((resolve) => setTimeout(resolve, 150));
      const frame = board.next('clock');
      const committed = new Promise<number>((resolve) => {
        const end = running.readModel.onCommit(teamClocks.name, () => {
          end();
          resolve(Date.now());
        });
      });
      await register(`elsewhere-${String(n)}`);
      const committedAt = await committed;
      await frame;
      delays.push(Date.now() - committedAt);
      await board.next('clock');
    }
    delays.sort((one, other) => one - other);
    // Without a word of the commit it looks once a second. Half of them, since other tests may take the processor away.
    expect(delays[4]).toBeLessThan(100);
  });

  it('is for the own teams of an agent, and for any team of a leader', async () => {
    const refused = await send(`${echo.url}/v1/teams/other/clocks/live`, { role: 'agent' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'not-your-team' });
    expect((await send(`${echo.url}/v1/teams/other/clocks`, { role: 'agent' })).status).toBe(403);
    expect((await send(`${echo.url}/v1/teams/other/clocks/live`, { role: 'analyst' })).status).toBe(403);
    const board = await watch('teams/other/clocks/live', 'shift-leader');
    expect(JSON.parse((await board.next('snapshot')).data)).toMatchObject({ clocks: [] });
  });

  /** The teams whose clocks are told of, until those of these cases are. */
  async function toldUntil(board: LiveClient, ...cases: string[]): Promise<ReadonlySet<unknown>> {
    const [teams, told] = [new Set<unknown>(), new Set<unknown>()];
    while (!cases.every((id) => told.has(id))) {
      const { complaintId, team } = dataOf((await board.next('clock')).data);
      told.add(complaintId);
      teams.add(team);
    }
    return teams;
  }

  it('shows several teams in one stream, of a leader who names none all that there are, also later', async () => {
    const [some, all, own] = await Promise.all([
      watch('clocks/live?team=other&team=third', 'supervisor'),
      watch('clocks/live', 'shift-leader'),
      watch('clocks/live', 'agent'),
    ]);
    const parts = [await some.next('snapshot'), await some.next('snapshot')].map(({ data }) => dataOf(data));
    expect(parts).toMatchObject([
      { part: 1, isLast: false, team: 'other' },
      { part: 2, isLast: true, team: 'third', clocks: [] },
    ]);
    await Promise.all([all.next('heartbeat'), own.next('heartbeat')]);
    await register('elsewhere', 'other');
    await register('late', 'fourth');
    await register('early', 'third');
    await register('ours');
    expect(await toldUntil(some, 'early', 'elsewhere')).toEqual(new Set(['other', 'third']));
    expect(await toldUntil(own, 'ours')).toEqual(new Set([OWN]));
    expect(await toldUntil(all, 'late', 'early', 'ours')).toContain('fourth');
  });

  it('refuses an agent a team of others among several', async () => {
    const refused = await send(`${echo.url}/v1/clocks/live?team=${OWN}&team=other`, { role: 'agent' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'not-your-team' });
  });

  it('ends with the token, at once', async () => {
    echo.verifier.expiresAt = Date.now() + 300;
    const board = await watch(OWN_LIVE, 'agent');
    await expect(board.next('nothing')).rejects.toThrow('over');
    expect(Date.now() - echo.verifier.expiresAt).toBeLessThan(1_000);
    echo.verifier.expiresAt = undefined;
  });

  it('answers questions about the same clocks', async () => {
    const page = await send(`${echo.url}/v1/teams/${OWN}/clocks?limit=1`, { role: 'agent' });
    expect(await page.json()).toMatchObject({
      items: [{ clock: 'first-response' }],
      nextCursor: expect.any(String) as string,
    });
    const ofCase = await send(`${echo.url}/v1/complaints/1/clocks`, { role: 'agent' });
    expect(await ofCase.json()).toMatchObject([{ clock: 'first-response' }, { clock: 'resolution' }]);
    expect((await send(`${echo.url}/v1/complaints/unknown/clocks`, { role: 'agent' })).status).toBe(404);
  });

  it('says within five seconds that what it shows is stale', async () => {
    const board = await watch(OWN_LIVE, 'agent');
    await board.next('heartbeat');
    await running.feed.close(); // nobody tells the rows of events any more
    const closedAt = Date.now();
    for (let isStale: unknown; isStale !== true;) {
      const { data } = await board.next('snapshot', 'clock', 'heartbeat');
      isStale = (dataOf(data)['freshness'] as { stale: boolean }).stale;
    }
    expect(Date.now() - closedAt).toBeLessThan(5_500);
  });
});

import type { ReadableWritablePair } from 'node:stream/web';
import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, toIso, VirtualClock } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { caseLife, minute, registration } from '../../../../test/support/case-life';
import { send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { BoardModule } from '../board.module';
import { teamClocks } from '../team-clocks/team-clocks.projection';

// In the app of these specs everyone is of team t1.
const OWN = 't1';

describe('GET /v1/teams/:team/clocks/live', () => {
  let running: RunningProjections;
  let echo: RunningEcho;
  /** An app in a process that keeps no projections. */
  let elsewhere: RunningEcho;
  const clients: AbortController[] = [];

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
    for (const client of clients.splice(0)) client.abort();
  });
  afterAll(async () => {
    await echo.app.close();
    await elsewhere.app.close();
    await running.stop();
  });

  const register = (caseId: string) =>
    running.record(caseId, ...recordedEvents(...caseLife(registration(caseId, { team: OWN }))));

  /** Watches a team; gives the next frame of one of some kinds. */
  async function watch(team: string, role: string, lastEventId?: string, { url } = echo) {
    const client = new AbortController();
    clients.push(client);
    const answer = await fetch(`${url}/v1/teams/${team}/clocks/live`, {
      headers: {
        authorization: `Bearer ${role}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      signal: client.signal,
    });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const frames = answer
      .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    return {
      leave: () => {
        client.abort();
      },
      next: async (...kinds: string[]): Promise<EventSourceMessage> => {
        for (;;) {
          const { value } = await frames.read();
          if (value === undefined) throw new Error('the stream is over');
          if (kinds.includes(value.event ?? '')) return value;
        }
      },
    };
  }

  it('sends a snapshot, a heartbeat, and then what changes as it happens', async () => {
    const board = await watch(OWN, 'agent');
    expect(JSON.parse((await board.next('snapshot')).data)).toMatchObject({
      team: OWN,
      part: 1,
      isLast: true,
    });
    expect(JSON.parse((await board.next('heartbeat')).data)).toMatchObject({
      now: toIso(minute(0)),
      stale: expect.any(Boolean) as boolean,
    });
    await register('1');
    const change = await board.next('clock');
    expect(JSON.parse(change.data)).toMatchObject({
      complaintId: '1',
      clock: 'first-response',
      state: 'running',
      dueAt: '2026-01-05T10:00:00.000Z',
      policy: { name: 'test', version: 1, rule: 2 },
    });
    expect(change.id).toMatch(/^\d+-\d+$/);
  });

  it('goes on where a client that comes back left off', async () => {
    const first = await watch(OWN, 'supervisor');
    const { id } = await first.next('snapshot');
    first.leave();
    await register('2');
    const again = await watch(OWN, 'supervisor', id);
    const frame = await again.next('snapshot', 'clock');
    expect(frame.event).toBe('clock');
    expect(JSON.parse(frame.data)).toMatchObject({ complaintId: '2' });
  });

  it('sends at once what was committed in another process', async () => {
    const board = await watch(OWN, 'agent', undefined, elsewhere);
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
    const board = await watch('other', 'shift-leader');
    expect(JSON.parse((await board.next('snapshot')).data)).toMatchObject({ clocks: [] });
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
});

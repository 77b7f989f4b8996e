import { VirtualClock } from '@redress/kernel';
import { liveTable, LiveWatch, type LiveFrame, type Past, type ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { describeLive } from '../../../../test/support/live-contract';
import { AskGoingClocksHandler } from '../going-clocks/ask-going-clocks.handler';
import { AskGoingClocks } from '../going-clocks/ask-going-clocks.query';
import type { GoingPlace } from '../going-clocks/going-clocks.sql';
import { GOING_STATES } from '../team-clocks/team-clock';
import type { BoardClock } from '../team-clocks/clock.dto';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { liveClocks, teamTopic } from './clocks.live';

/** What the frames of these specs say. */
interface Said {
  readonly part?: number;
  readonly isLast?: boolean;
  readonly clocks?: readonly {
    readonly complaintId: string;
    readonly clock: string;
    readonly state: string;
  }[];
  readonly complaintId?: string;
  readonly clock?: string;
  readonly state?: string;
}
const said = ({ members }: LiveFrame) => JSON.parse(`{${members}}`) as Said;

type Watching = LiveWatch<GoingPlace>;

const EVERYTHING = { limit: 200 };
const keyOf = ({ team, complaintId, clock, instance }: BoardClock): string =>
  [team, complaintId ?? '', clock, String(instance)].join(' ');

describeLive('the clocks of all teams', {
  projection: teamClocks,
  source: liveClocks,
  topics: undefined,
  fold: (shown, { event }, data) => {
    const { clocks = [], ...clock } = data as unknown as BoardClock & { clocks?: readonly BoardClock[] };
    if (event === 'snapshot') for (const one of clocks) shown.set(keyOf(one), one);
    else if (event === 'clock' && GOING_STATES.some((state) => state === clock.state))
      shown.set(keyOf(clock), clock);
    else shown.delete(keyOf(clock));
  },
  asked: async (readModel) => {
    const past = {} as Past; // nobody asks about the past
    const handler = new AskGoingClocksHandler(readModel, past);
    const pages = await Promise.all(
      ['north', 'south'].map((team) => handler.execute(new AskGoingClocks(team, EVERYTHING))),
    );
    return new Map(pages.flatMap(({ items }) => items).map((clock) => [keyOf(clock), clock]));
  },
});

describe('a watch on the clocks of a team', () => {
  const clock = new VirtualClock(minute(0));
  let running: RunningProjections;
  const watches: Watching[] = [];

  beforeEach(async () => {
    running = await runProjections(clock, teamClocks);
  });
  afterEach(async () => {
    for (const watch of watches.splice(0)) watch.end();
    await running.stop();
  });

  const watching = (lastEventId?: string, team = 'north', readModel: ReadModel = running.readModel) => {
    const topics = [teamTopic(team)];
    const watch = new LiveWatch(liveTable(readModel, liveClocks), { topics, lastEventId, clock });
    watches.push(watch);
    return watch;
  };

  /** Lets a case live its life up to and with the last step, of which only the new events are recorded. */
  const live = async (caseId: string, ...steps: LifeStep[]) => {
    const before = await running.store.readStream(`complaint-${caseId}`);
    const events = recordedEvents(...caseLife(registration(caseId), ...steps)).slice(before.length);
    await running.record(caseId, ...events);
    await running.shown();
  };

  /** Everything that there is to be seen by now: up to the number of the last change. */
  async function all(watch: Watching): Promise<LiveFrame[]> {
    const seen: LiveFrame[] = [];
    const now = await running.readModel.currentChange(teamClocks.name);
    for (;;) {
      const frames = await watch.next();
      seen.push(...frames);
      if (frames.length > 0) continue;
      if (watch.heartbeat().id === `${String(now?.generation)}-${String(now?.changeNo)}`) return seen;
      await watch.sleep(20, new AbortController().signal);
    }
  }

  /** The next frames that there are. */
  async function some(watch: Watching): Promise<readonly LiveFrame[]> {
    for (;;) {
      const frames = await watch.next();
      if (frames.length > 0) return frames;
      await watch.sleep(1_000, new AbortController().signal);
    }
  }

  const told = (frames: readonly LiveFrame[]) =>
    frames.map((frame) => {
      const { complaintId, clock, state, clocks } = said(frame);
      return frame.event === 'snapshot'
        ? `snapshot ${String(clocks?.length)}`
        : `${frame.event} ${complaintId ?? ''} ${clock ?? ''} ${state ?? ''}`.trim();
    });

  it('begins with a snapshot of the going clocks, empty where there are none', async () => {
    const frames = await all(watching());
    expect(frames).toMatchObject([{ event: 'snapshot', id: expect.stringMatching(/^\d+-0$/) as string }]);
    expect(said(frames[0]!)).toEqual({ team: 'north', part: 1, isLast: true, clocks: [] });
  });

  it('begins with the going clocks alone', async () => {
    await live('1', [1, { type: 'RespondToComplaint' }]);
    const [snapshot] = await all(watching());
    expect(said(snapshot!).clocks).toMatchObject([
      { complaintId: '1', clock: 'resolution', state: 'running' },
    ]);
  });

  it('shares the snapshot of whoever has just begun, and tells what has changed since', async () => {
    await live('1');
    const [first] = await all(watching());
    await live('2');
    const [snapshot, ...changes] = await all(watching());
    expect(snapshot).toEqual(first);
    expect(told(changes)).toEqual(['clock 2 first-response running', 'clock 2 resolution running']);
  });

  it('goes on with each change, an ended clock with its verdict', async () => {
    const watch = watching();
    await all(watch);
    await live('1');
    expect(told(await all(watch))).toEqual(['clock 1 first-response running', 'clock 1 resolution running']);
    await live('1', [61, { type: 'look' }]);
    expect(told(await all(watch))).toEqual(['clock 1 first-response breached']);
    await live('1', [61, { type: 'look' }], [62, { type: 'RespondToComplaint' }]);
    expect(told(await all(watch))).toEqual(['clock 1 first-response missed']);
    expect(await watch.next()).toEqual([]);
  });

  it('says once that a case has left, and nothing of what it does elsewhere', async () => {
    await live('1');
    const [north, south] = [watching(), watching(undefined, 'south')];
    await all(north);
    await all(south);
    const moved: LifeStep = [5, { type: 'TransferComplaint', team: 'south', agent: null }];
    await live('1', moved);
    const frames = await all(north);
    expect(told(frames)).toEqual(['removed 1 first-response', 'removed 1 resolution']);
    expect(said(frames[0]!)).toEqual({
      team: 'north',
      complaintId: '1',
      clock: 'first-response',
      instance: 1,
    });
    expect(told(await all(south))).toEqual(['clock 1 first-response running', 'clock 1 resolution running']);
    await live('1', moved, [6, { type: 'RespondToComplaint' }]);
    expect(await all(north)).toEqual([]);
    expect(told(await all(south))).toEqual(['clock 1 first-response met']);
  });

  it('gives a watcher who comes back what was missed, the departure of a case too', async () => {
    await live('1');
    await live('2');
    const lastId = (await all(watching())).at(-1)?.id;
    await live('1', [5, { type: 'TransferComplaint', team: 'south', agent: null }]);
    await live('2', [5, { type: 'RespondToComplaint' }]);
    expect(told(await all(watching(lastId)))).toEqual([
      'removed 1 first-response',
      'removed 1 resolution',
      'clock 2 first-response met',
    ]);
  });

  it('begins anew for whoever comes from another generation of the rows, or from nowhere', async () => {
    await live('1');
    const watch = watching();
    const lastId = (await all(watch)).at(-1)?.id ?? '';
    await running.runner.rebuild(teamClocks.name);
    expect(told(await all(watch))).toEqual(['snapshot 2']);
    expect(told(await all(watching(lastId)))).toEqual(['snapshot 2']);
    expect(told(await all(watching('999999-999999')))).toEqual(['snapshot 2']);
    expect(told(await all(watching('not-ours')))).toEqual(['snapshot 2']);
  });

  it('cuts a large snapshot in parts; what changes meanwhile comes after it, once', async () => {
    await registerMany(400);
    const watch = watching();
    const first = await some(watch);
    // In the order of the snapshot the first case comes first, and c98 and c99 last.
    await live('c0', [5, { type: 'RespondToComplaint' }]);
    await live('c98', [5, { type: 'TransferComplaint', team: 'south', agent: null }]);
    await live('c99', [5, { type: 'ClaimComplaint', agent: 'ann' }]);
    const rest = await all(watch);
    const parts = [...first, ...rest].filter(({ event }) => event === 'snapshot');
    expect(parts.map((frame) => said(frame).part)).toEqual([1, 2, 3]);
    expect(parts.map((frame) => frame.id !== undefined)).toEqual([false, false, true]);
    const cases = parts.flatMap((frame) => said(frame).clocks ?? []).map(({ complaintId }) => complaintId);
    expect(cases).toHaveLength(2 * 400 - 4);
    expect(cases).not.toContain('c99');
    expect(told(rest.filter(({ event }) => event !== 'snapshot'))).toEqual([
      'clock c0 first-response met',
      'removed c98 first-response',
      'removed c98 resolution',
      'clock c99 first-response running',
      'clock c99 resolution running',
    ]);
  });

  it('tells every one of many changes', async () => {
    const watch = watching();
    await all(watch);
    await registerMany(250);
    const frames = await all(watch);
    expect(new Set(told(frames)).size).toBe(500);
    expect(frames).toHaveLength(500);
  });

  async function registerMany(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const id = `c${String(n)}`;
      await running.record(id, ...recordedEvents(...caseLife(registration(id))));
    }
    await running.shown();
  }

  it('never shows a gap or a repeat to those who watch, leave and come back while cases live on', async () => {
    const writing = (async () => {
      for (let round = 1; round <= 12; round++) {
        for (let n = 0; n < 8; n++) await running.record(`w${String(n)}`, ...newEvents(n, round));
      }
    })();
    const board = new Map<string, string>();
    const ids: string[] = [];
    let watch = watching();
    const written = { done: false };
    void writing.then(() => (written.done = true));
    for (let turn = 1; ; turn++) {
      const isEnd = written.done;
      if (isEnd) await running.shown();
      const frames = isEnd ? await all(watch) : await watch.next();
      for (const frame of frames) {
        see(board, frame);
        if (frame.id !== undefined) ids.push(frame.id);
      }
      if (isEnd) break;
      if (frames.length === 0) await watch.sleep(20, new AbortController().signal);
      if (turn % 3 === 0) watch = watching(ids.at(-1));
    }
    const numbers = ids.map((id) => Number(id.split('-')[1]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    const fresh = new Map<string, string>();
    for (const frame of await all(watching())) see(fresh, frame);
    const going = [...board].filter(([, state]) => GOING_STATES.some((one) => one === state));
    expect(new Map(going.sort())).toEqual(new Map([...fresh].sort()));
    expect(fresh.size).toBeGreaterThan(0);
  });

  /** Cases that wait, go on and move to and fro, one step a round. */
  const lives = new Map<number, { steps: LifeStep[]; recorded: number }>();
  function newEvents(n: number, round: number) {
    const life = round === 1 ? { steps: [], recorded: 0 } : (lives.get(n) ?? { steps: [], recorded: 0 });
    const steps: LifeStep[] = [...life.steps, stepOf(n, round)];
    const events = recordedEvents(...caseLife(registration(`w${String(n)}`), ...steps));
    lives.set(n, { steps, recorded: events.length });
    return events.slice(life.recorded);
  }
});

const stepOf = (n: number, round: number): LifeStep => {
  const team = (n + round) % 2 === 0 ? 'north' : 'south';
  if (round % 3 === 1) return [round, { type: 'TransferComplaint', team, agent: null }];
  if (round % 3 === 2) return [round, { type: 'StartWaiting', waitsFor: 'customer' }];
  return [round, { type: 'ResumeComplaint' }];
};

function see(board: Map<string, string>, frame: LiveFrame): void {
  const { clocks, part, complaintId = '', clock = '', state = '' } = said(frame);
  if (frame.event === 'snapshot') {
    if (part === 1) board.clear();
    for (const one of clocks ?? []) board.set(`${one.complaintId} ${one.clock}`, one.state);
  } else if (frame.event === 'removed') board.delete(`${complaintId} ${clock}`);
  else board.set(`${complaintId} ${clock}`, state);
}

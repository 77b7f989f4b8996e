import type { SseFrame } from '@redress/http';
import { VirtualClock } from '@redress/kernel';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { GOING_STATES } from '../team-clocks/team-clock';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { ClockWatch } from './clock-watch';

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
const said = ({ data }: SseFrame) => data as Said;

describe('a watch on the clocks of a team', () => {
  let running: RunningProjections;

  beforeEach(async () => {
    running = await runProjections(new VirtualClock(minute(0)), teamClocks);
  });
  afterEach(() => running.stop());

  const watching = (lastEventId?: string, team = 'north') =>
    new ClockWatch(running.readModel, team, lastEventId);

  /** Lets a case live its life up to and with the last step, of which only the new events are recorded. */
  const live = async (caseId: string, ...steps: LifeStep[]) => {
    const before = await running.store.readStream(`complaint-${caseId}`);
    const events = recordedEvents(...caseLife(registration(caseId), ...steps)).slice(before.length);
    await running.record(caseId, ...events);
    await running.shown();
  };

  /** Everything that there is to be seen by now. */
  async function all(watch: ClockWatch): Promise<SseFrame[]> {
    const seen: SseFrame[] = [];
    for (;;) {
      const frames = await watch.next();
      if (frames.length === 0) return seen;
      seen.push(...frames);
    }
  }

  const told = (frames: readonly SseFrame[]) =>
    frames.map((frame) => {
      const { complaintId, clock, state, clocks } = said(frame);
      return frame.event === 'snapshot'
        ? `snapshot ${String(clocks?.length)}`
        : `${frame.event ?? ''} ${complaintId ?? ''} ${clock ?? ''} ${state ?? ''}`.trim();
    });

  it('begins with a snapshot of the going clocks, empty where there are none', async () => {
    expect(await all(watching())).toEqual([
      {
        event: 'snapshot',
        id: expect.stringMatching(/^\d+-0$/) as string,
        data: { team: 'north', part: 1, isLast: true, clocks: [] },
      },
    ]);
    await live('1', [1, { type: 'RespondToComplaint' }]);
    const [snapshot] = await all(watching());
    expect(said(snapshot!).clocks).toMatchObject([
      { complaintId: '1', clock: 'resolution', state: 'running' },
    ]);
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
    expect(frames[0]?.data).toEqual({ complaintId: '1', clock: 'first-response', instance: 1 });
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
    await registerMany(250);
    const watch = watching();
    const first = await watch.next();
    // In the order of the snapshot the first case comes first, and c98 and c99 last.
    await live('c0', [5, { type: 'RespondToComplaint' }]);
    await live('c98', [5, { type: 'TransferComplaint', team: 'south', agent: null }]);
    await live('c99', [5, { type: 'ClaimComplaint', agent: 'ann' }]);
    const rest = await all(watch);
    const parts = [...first, ...rest].filter(({ event }) => event === 'snapshot');
    expect(parts.map((frame) => said(frame).part)).toEqual([1, 2, 3]);
    expect(parts.map((frame) => frame.id !== undefined)).toEqual([false, false, true]);
    const cases = parts.flatMap((frame) => said(frame).clocks ?? []).map(({ complaintId }) => complaintId);
    expect(cases).toHaveLength(2 * 250 - 4);
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
      const frames = await watch.next();
      for (const frame of frames) {
        see(board, frame);
        if (frame.id !== undefined) ids.push(frame.id);
      }
      if (isEnd && frames.length === 0) break;
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

function see(board: Map<string, string>, frame: SseFrame): void {
  const { clocks, part, complaintId = '', clock = '', state = '' } = said(frame);
  if (frame.event === 'snapshot') {
    if (part === 1) board.clear();
    for (const one of clocks ?? []) board.set(`${one.complaintId} ${one.clock}`, one.state);
  } else if (frame.event === 'removed') board.delete(`${complaintId} ${clock}`);
  else board.set(`${complaintId} ${clock}`, state);
}

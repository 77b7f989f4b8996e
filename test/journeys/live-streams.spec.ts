import { join } from 'node:path';
import { newId } from '@redress/kernel';
import { describeWithKafka } from '../services/with-kafka';
import { eventually, Fleet, type FleetProcess } from '../support/fleet';
import { LiveScreen, type Fold } from '../support/live-screen';

/** As the pages promise: they know within five seconds that what they show is stale. */
const STALE_WITHIN_MS = 5_000;
const GOING = ['running', 'paused', 'beyond-calendar', 'breached'];

type Clock = Readonly<Record<'team' | 'complaintId' | 'clock' | 'state', string>> & {
  readonly instance: number;
};
type Item = Readonly<Record<'item' | 'complaintId' | 'order', string>> & {
  readonly queue: { readonly kind: string; readonly name: string };
};
interface Accepted {
  readonly id: string;
  readonly readToken: string;
}
interface Page<Row> {
  readonly items: readonly Row[];
}

const clockKey = ({ team, complaintId, clock, instance }: Clock): string =>
  [team, complaintId, clock, String(instance)].join(' ');
const itemKey = ({ queue, item, complaintId }: Item): string =>
  [queue.kind, queue.name, item, complaintId].join(' ');

const foldClocks: Fold = (shown, event, data) => {
  const { clocks, ...clock } = data as Clock & { readonly clocks: readonly Clock[] };
  if (event === 'snapshot') for (const one of clocks) shown.set(clockKey(one), one);
  else if (event === 'clock' && GOING.includes(clock.state)) shown.set(clockKey(clock), clock);
  else shown.delete(clockKey(clock));
};
const foldQueue: Fold = (shown, event, data) => {
  const { items, ...item } = data as Item & { readonly items: readonly Item[] };
  if (event === 'snapshot') for (const one of items) shown.set(itemKey(one), one);
  else if (event === 'item') shown.set(itemKey(item), item);
  else shown.delete(itemKey(item));
};
const foldCase: Fold = (shown, event, data) => {
  shown.set(event, event === 'clocks' ? data['clocks'] : data);
};

const COMPLAINT = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 2,
  team: 'billing',
  customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
  description: 'Charged twice for the same month.',
};
const AGENT = { id: 'agent-1', roles: ['agent' as const], teams: ['billing'], mayBackdate: false };

describeWithKafka('live streams of separate processes', (brokers) => {
  let fleet: Fleet;
  let one: FleetProcess;
  let other: FleetProcess;
  /** They share the partitions. */
  let projectors: readonly FleetProcess[];
  let agent: string;
  let supervisor: string;
  let screens: Readonly<Record<'board' | 'pool' | 'own' | 'next' | 'case', LiveScreen>>;
  /** The case that is looked at. */
  let watched: string;

  beforeAll(async () => {
    fleet = await Fleet.begin(brokers, { POLICY: join(__dirname, '../support/short-promises.yaml') });
    // The first one makes the tables.
    one = await fleet.start('api');
    const others = ['api', 'relay', 'timekeeper', 'projector', 'projector'] as const;
    const started = await Promise.all(others.map((app) => fleet.start(app)));
    await Promise.all([one, ...started].map((process) => process.isReady()));
    [other = one] = started;
    projectors = started.filter(({ app }) => app === 'projector');
    agent = await fleet.token(AGENT);
    supervisor = await fleet.token({ id: 'boss-1', roles: ['supervisor'], teams: [], mayBackdate: false });
    const { id, readToken } = await tell(one, '', COMPLAINT);
    watched = id;
    screens = {
      board: new LiveScreen('/v1/clocks/live', supervisor, foldClocks),
      pool: new LiveScreen('/v1/queues/teams/billing/live', agent, foldQueue),
      own: new LiveScreen('/v1/queues/agents/agent-1/live', agent, foldQueue),
      next: new LiveScreen('/v1/queues/agents/agent-2/live', supervisor, foldQueue),
      case: new LiveScreen(`/v1/complaints/${watched}/live`, agent, foldCase),
    };
    await all((screen) => screen.open(other, readToken));
  }, 120_000);

  afterAll(() => fleet.end());

  const all = <Answer>(each: (screen: LiveScreen) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Object.values(screens).map(each));
  /** Behind what each has seen. */
  const openAll = (process: FleetProcess) => all((screen) => screen.open(process));

  async function tell(api: FleetProcess, path: string, body: object): Promise<Accepted> {
    const answer = await api.ask<Accepted>('POST', `/v1/complaints${path}`, {
      as: agent,
      body,
      headers: { 'Idempotency-Key': newId() },
    });
    expect([path, answer.status]).toEqual([path, path === '' ? 201 : 200]);
    return answer.body;
  }
  const clockOf = (id: string, clock: string) =>
    ([...screens.board.shown.values()] as Clock[]).find(
      (shown) => shown.complaintId === id && shown.clock === clock,
    );
  const casesOn = ({ shown }: LiveScreen): string[] =>
    ([...shown.values()] as Item[])
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .map(({ complaintId }) => complaintId);

  /** Resolves when every screen shows what is answered to whoever asks. */
  const allIsRight = (api: FleetProcess): Promise<void> =>
    eventually(async () => {
      const ask = async <Body>(path: string): Promise<Body> =>
        (await api.ask<Body>('GET', `/v1/${path}`, { as: supervisor })).body;
      const pages = await Promise.all(
        ['billing', 'care'].map((team) => ask<Page<Clock>>(`teams/${team}/clocks?limit=200`)),
      );
      const clocks = pages.flatMap(({ items }) => items);
      expect(screens.board.shown).toEqual(new Map(clocks.map((clock) => [clockKey(clock), clock])));
      const queues = { pool: 'teams/billing', own: 'agents/agent-1', next: 'agents/agent-2' } as const;
      for (const name of ['pool', 'own', 'next'] as const) {
        const { items } = await ask<Page<Item>>(`queues/${queues[name]}?limit=200`);
        expect(casesOn(screens[name])).toEqual(items.map(({ complaintId }) => complaintId));
        const placed = items.map((item) => ({ ...item, order: expect.any(String) as string }));
        expect(screens[name].shown).toEqual(new Map(placed.map((item) => [itemKey(item), item])));
      }
      const path = `complaints/${watched}`;
      expect(Object.fromEntries(screens.case.shown)).toEqual({
        case: await ask(path),
        clocks: await ask(`${path}/clocks`),
      });
    });

  it('wait, before they begin, for the command whose token they are given', async () => {
    for (const projector of projectors) projector.pause();
    const { id, readToken } = await tell(one, '', COMPLAINT);
    const screen = new LiveScreen(`/v1/complaints/${id}/live`, agent, foldCase);
    await expect(screen.open(other)).rejects.toThrow('404');
    const opened = screen.open(other, readToken);
    for (const projector of projectors) projector.wake();
    await opened;
    await screen.until(() => screen.shown.has('case') && screen.shown.has('clocks'));
    screen.leave();
  });

  it('show each step of a case on every page that it concerns, at whichever process it is told', async () => {
    const { board, pool, own, next, case: page } = screens;
    const view = () => page.shown.get('case') as Record<string, unknown> | undefined;
    await pool.until(() => casesOn(pool).includes(watched));
    await tell(one, `/${watched}/claim`, {});
    await own.until(() => casesOn(own).includes(watched));
    await pool.until(() => !casesOn(pool).includes(watched));
    await page.until(() => view()?.['agent'] === 'agent-1');
    // The timekeeper's word: nobody commands it.
    await board.until(() => clockOf(watched, 'first-response')?.state === 'breached');
    await page.until(() => (page.shown.get('clocks') as Clock[]).some(({ state }) => state === 'breached'));
    await tell(one, `/${watched}/transfer`, { team: 'care', agent: 'agent-2' });
    await next.until(() => casesOn(next).includes(watched));
    await own.until(() => !casesOn(own).includes(watched));
    await board.until(() => clockOf(watched, 'first-response')?.team === 'care');
    await tell(one, `/${watched}/respond`, {});
    await board.until(() => clockOf(watched, 'first-response') === undefined);
    await page.until(() => typeof view()?.['firstRespondedAt'] === 'string');
    await allIsRight(one);
  });

  it('go on at another process where they were, without a gap or a repeat, while work goes on', async () => {
    const over = new AbortController();
    const writing = Promise.all(
      [one, other].map(async (api) => {
        for (let n = 0; n < 8; n++) {
          const { id } = await tell(api, '', COMPLAINT);
          await tell(api, `/${id}/claim`, {});
          await tell(api, `/${n % 2 === 0 ? id : watched}/transfer`, { team: 'billing', agent: 'agent-2' });
          await tell(api, `/${n % 3 === 0 ? id : watched}/transfer`, { team: 'care' });
        }
      }),
    ).finally(() => {
      over.abort();
    });
    const before = Object.values(screens).map(({ snapshots }) => snapshots);
    for (let hop = 0; !over.signal.aborted || hop < 4; hop++) {
      await openAll(hop % 2 === 0 ? one : other);
      await all((screen) => screen.more(2));
    }
    await writing;
    await allIsRight(one);
    expect(Object.values(screens).map(({ snapshots }) => snapshots)).toEqual(before);
  }, 60_000);

  it('say within five seconds that nobody keeps the rows, and are right again on the same connection', async () => {
    await all((screen) => screen.until(() => !screen.isStale));
    const killedAt = performance.now();
    await Promise.all(projectors.map((projector) => projector.kill()));
    await all((screen) => screen.until(() => screen.isStale));
    expect(performance.now() - killedAt).toBeLessThan(STALE_WITHIN_MS);
    const { id: missed } = await tell(other, '', COMPLAINT);
    await fleet.start('projector');
    await screens.pool.until(() => casesOn(screens.pool).includes(missed));
    await all((screen) => screen.until(() => !screen.isStale));
    await allIsRight(other);
  }, 60_000);

  it('end with the token at each process, and refuse whoever comes back without the right', async () => {
    const TTL_SECONDS = 3;
    const moved = await fleet.token({ ...AGENT, teams: ['care'] });
    const leaving = await fleet.token(AGENT, TTL_SECONDS);
    const beganAt = performance.now();
    const path = '/v1/queues/teams/billing/live';
    const leavers = [one, other].map((api) => ({ api, screen: new LiveScreen(path, leaving, foldQueue) }));
    await Promise.all(
      leavers.map(async ({ api, screen }) => {
        await screen.open(api);
        await screen.more(1);
        await screen.ended();
        expect(performance.now() - beganAt).toBeLessThan((TTL_SECONDS + 1) * 1_000);
        await expect(screen.open(api)).rejects.toThrow('token-expired');
      }),
    );
    await expect(new LiveScreen(path, moved, foldQueue).open(one)).rejects.toThrow('not-your-queue');
  });

  it('go on at the process that is left when theirs is killed', async () => {
    await openAll(one);
    await all((screen) => screen.more(1));
    const before = Object.values(screens).map(({ snapshots }) => snapshots);
    const ended = all((screen) => screen.ended());
    await one.kill();
    await ended;
    const { id: missed } = await tell(other, '', COMPLAINT);
    await tell(other, `/${watched}/transfer`, { team: 'care', agent: 'agent-1' });
    await openAll(other);
    await screens.pool.until(() => casesOn(screens.pool).includes(missed));
    await allIsRight(other);
    expect(Object.values(screens).map(({ snapshots }) => snapshots)).toEqual(before);
  });
});

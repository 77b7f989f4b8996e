import fc from 'fast-check';
import { Publishing, soon } from '../../../../test/support/publishing';
import type { Projection } from '..';
import { caseEvent, caseStep } from '../fixtures/case-board';
import { publishedBoard } from '../fixtures/published-board';
import { lastStates } from './testing/fold-states';
import type { MemoryStateTopics } from './testing/memory-state-topics';
import { StateTopicRefused } from './state-outbox';

const keysOf = ({ records }: MemoryStateTopics, topic: string): string[] =>
  Object.keys(lastStates(records)[topic] ?? {}).sort();

const arrives = (): Promise<void> => Promise.resolve();

describe('the state topics', () => {
  let publishing: Publishing;
  beforeEach(async () => {
    publishing = await Publishing.begin();
  });
  afterEach(() => publishing.end());

  const publish = async () => {
    const publisher = publishing.publish();
    await publishing.reported('leading');
    return publisher;
  };

  it('hold what the rows say', async () => {
    await publish();
    await publishing.lived(10, 0, 9);
    await publishing.agrees();
    expect(keysOf(publishing.sink, 'state.clock.v1')).toHaveLength(20);
  });

  it('say which event was the last that is in a state', async () => {
    await publish();
    await publishing.lived(3, 0, 9);
    await publishing.drained();
    const events = await publishing.all();
    for (const caseId of ['c0', 'c1', 'c2']) {
      const last = publishing.sink.records.findLast(({ key }) => key === `${caseId}/1`);
      const own = events.filter(({ partitionKey }) => partitionKey === caseId);
      expect(own.map(({ position }) => position)).toContain(last?.position);
      const board = publishing.sink.records.findLast(({ key }) => key === caseId);
      expect(board).toMatchObject({ projection: 'case-board.v1', position: own.at(-1)?.position });
    }
  });

  it('say that something is over: its row was deleted, or has nothing any more by which it is there', async () => {
    await publish();
    await publishing.lived(3, 0, 3);
    await publishing.agrees();
    expect(keysOf(publishing.sink, 'state.case.v1')).toEqual(['c0', 'c1', 'c2']);
    await publishing.record('c0', caseEvent('c0', 'CasePurged'));
    await publishing.lived(2, 4, 6);
    await publishing.agrees();
    expect(keysOf(publishing.sink, 'state.case.v1')).toEqual(['c2']);
    // The steps before the purge are gone.
    const steps = keysOf(publishing.sink, 'state.step.v1').filter((key) => key.startsWith('c0/'));
    expect(steps).toEqual(['c0/1', 'c0/2']);
  });

  it('are not written for until somebody publishes to them; then they get all there is', async () => {
    await publishing.lived(5, 0, 6);
    expect(await publishing.entries()).toEqual([]);
    publishing.publish();
    await publishing.reported('filling');
    await publishing.agrees();
    expect(publishing.sink.records.length).toBeGreaterThan(20);
  });

  it('get a state again whose acknowledgement was lost, and end right', async () => {
    let acknowledged = 0;
    publishing.sink.acknowledge = () => {
      if (++acknowledged % 2 === 1) throw new Error('the connection broke');
    };
    await publish();
    for (let step = 0; step < 9; step++) await publishing.lived(4, step, step + 1);
    await publishing.agrees();
    await publishing.reported('failed');
  });

  it('keep the newer state where a publisher was paused before it sent an older one', async () => {
    let wake: () => void = () => undefined;
    const former = await publish();
    publishing.sink.onTheWay = () => new Promise((resolve) => (wake = resolve));
    await publishing.lived(3, 0, 3);
    while (former.lagMs() === 0) await soon();
    publishing.sink.onTheWay = arrives;
    const { tell } = publishing.leases.takeAway();
    publishing.publish();
    await publishing.reported('leading', 2);
    await publishing.lived(3, 3, 9);
    await publishing.agrees();
    const settled = publishing.sink.records.length;
    wake();
    await publishing.reported('failed');
    tell();
    await publishing.agrees();
    expect(publishing.sink.records).toHaveLength(settled);
  });

  it('get a key that changed while it was being sent once more', async () => {
    await publish();
    await publishing.lived(3, 0, 2);
    await publishing.drained();
    let again: Promise<void> | undefined;
    publishing.sink.onTheWay = () => {
      publishing.sink.onTheWay = arrives;
      again = publishing.lived(3, 3, 6);
      return again;
    };
    await publishing.lived(3, 2, 3);
    while (again === undefined) await soon();
    await again;
    await publishing.agrees();
  });

  it('are filled again where they were made anew, and refused where keys would lie elsewhere', async () => {
    const first = await publish();
    await publishing.lived(5, 0, 6);
    await publishing.drained();
    await first.stop();
    publishing.sink.records.length = 0;
    publishing.sink.identity = { topicId: 'topic-2', partitions: 7 };
    const second = publishing.publish();
    await publishing.reported('filling', 2);
    await publishing.agrees();
    await second.stop();
    publishing.sink.identity = { topicId: 'topic-2', partitions: 8 };
    publishing.publish();
    await publishing.reported('failed');
    expect(publishing.reports.at(-1)).toMatchObject({ error: expect.any(StateTopicRefused) as unknown });
  });

  it('hold what the rows say after a rebuild', async () => {
    await publish();
    await publishing.lived(6, 0, 9);
    await publishing.drained();
    const before = publishing.sink.records.length;
    await publishing.rebuild();
    await publishing.agrees();
    expect(publishing.sink.records.length).toBeGreaterThan(before);
    await publishing.lived(6, 9, 12);
    await publishing.agrees();
  });

  it('say of what only the former version had that it is over', async () => {
    await publish();
    await publishing.lived(6, 0, 9);
    await publishing.drained();
    // Changed by the former version, and not published yet when it is replaced.
    publishing.sink.onTheWay = () => Promise.reject(new Error('the brokers are away'));
    await publishing.record('c5', caseEvent('c5', 'CasePurged'));
    await publishing.shown();
    const raised: Projection = {
      ...publishedBoard,
      version: 2,
      apply: (event, rows) => {
        if (event.partitionKey !== 'c1') publishedBoard.apply(event, rows);
      },
    };
    await publishing.run(raised);
    await publishing.switched();
    publishing.sink.onTheWay = arrives;
    await publishing.agrees();
    const keys = keysOf(publishing.sink, 'state.clock.v1');
    expect(keys.filter((key) => key.startsWith('c1/'))).toEqual([]);
    expect(keys.filter((key) => key.startsWith('c2/'))).toHaveLength(2);
  });
});

describe('any life of cases, in any pieces', () => {
  const nothing = fc.constantFrom('restarts', 'rests', 'breaks', 'loses', 'hands over', 'rebuilds');
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.record({ does: fc.constant('lives'), of: fc.nat(3), steps: fc.nat(4) }) },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('purges'), of: fc.nat(3), steps: fc.constant(0) }),
    },
    { weight: 5, arbitrary: fc.record({ does: nothing, of: fc.constant(0), steps: fc.constant(0) }) },
  );

  /** The next thing that is sent does not arrive, or is not acknowledged. */
  function failOnce({ sink }: Publishing, how: 'onTheWay' | 'acknowledge'): void {
    const fail = (): never => {
      sink.onTheWay = arrives;
      sink.acknowledge = () => undefined;
      throw new Error('the connection broke');
    };
    if (how === 'acknowledge') sink.acknowledge = fail;
    else sink.onTheWay = () => Promise.resolve().then(fail);
  }

  it('leads readers of the topics to what the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 3, maxLength: 14 }), async (pieces) => {
        const publishing = await Publishing.begin();
        const lived = new Map<string, number>();
        let publisher = publishing.publish();
        const acts: Readonly<Record<string, (id: string, steps: number) => Promise<void> | void>> = {
          lives: async (id, steps) => {
            const from = lived.get(id) ?? 0;
            lived.set(id, from + steps + 1);
            for (let step = from; step <= from + steps; step++)
              await publishing.record(id, caseStep(id, step));
          },
          purges: (id) => publishing.record(id, caseEvent(id, 'CasePurged')),
          restarts: () => publishing.run(),
          rests: () => publishing.shown(),
          breaks: () => {
            failOnce(publishing, 'onTheWay');
          },
          loses: () => {
            failOnce(publishing, 'acknowledge');
          },
          'hands over': async () => {
            await publisher.stop();
            publisher = publishing.publish();
          },
          rebuilds: () => publishing.rebuild(),
        };
        try {
          for (const { does, of, steps } of pieces) await acts[does]?.(`c${String(of)}`, steps);
          await publishing.reported('leading');
          await publishing.shown();
          await publishing.agrees();
        } finally {
          await publishing.end();
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

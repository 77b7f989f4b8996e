import { PROJECTIONS } from '@redress/wiring';
import type { Bench, BenchContext } from './bench';
import { BenchTopics, brokersGiven, engines, NO_BROKERS, thisProcess } from './bench-kafka';
import { CpuWatch, type Program } from './cpu-times';
import { monthOfCases, type FilledStore } from './filled-store';
import type { Measured } from './measure';
import { PLAIN_PROJECTOR, plainProjector } from './plain-projector';
import { projectAll } from './project-all';
import { ReadModels, type RowsWritten } from './read-models';
import { relayAll } from './relay-all';

const EVENTS = 100_000;
const QUICK_EVENTS = 10_000;

const NO_ROWS: RowsWritten = { inserted: 0, updated: 0 };

/** From the topic to the rows of all read models. */
export const projector: Bench = {
  name: 'projector',
  aim: 'half of the floor',
  unit: 'events/s',
  notes: [
    'all projections, each a consumer group of its own, from nothing to the end of a topic of 8 partitions that is there (--events)',
    PLAIN_PROJECTOR,
    'both are in the process of the bench: nodeCpuSeconds is its time',
  ],
  runs: 3,
  open: async (context) => {
    const filled = await fillTopic('projector', context);
    if (typeof filled === 'string') return filled;
    const { databaseUrl, log, programs, close } = filled;
    let rows = NO_ROWS;
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases`],
      async product(): Promise<Measured> {
        await dropReadModels(databaseUrl);
        const watch = await CpuWatch.begin(programs);
        const projected = await projectAll({ ...filled, ends: log.ends, projections: PROJECTIONS });
        const cpu = await watch.seconds();
        rows = projected.rows;
        return { value: log.events / projected.seconds, also: { ...figures(projected), ...cpu } };
      },
      async floor(): Promise<Measured> {
        const watch = await CpuWatch.begin(programs);
        const seconds = await plainProjector({ ...filled, events: log.events, rows });
        const cpu = await watch.seconds();
        return { value: log.events / seconds, also: { ...figures({ seconds, rows }), ...cpu } };
      },
      close,
    };
  },
};

/** From the topic to the rows of each read model by itself. */
export const projectorEach: Bench = {
  name: 'projector-each',
  aim: 'none set',
  unit: 'events/s',
  notes: [
    'each projection by itself, one after the other, from nothing to the end of a topic of 8 partitions (--events); the value is over all of them, `also` has the events/s and rows of each',
    `${PLAIN_PROJECTOR}; floorAlso has the events/s for the rows of each projection, and its ratio`,
  ],
  runs: 1,
  open: async (context) => {
    const filled = await fillTopic('projector-each', context);
    if (typeof filled === 'string') return filled;
    const { databaseUrl, log, close } = filled;
    const handled = log.events * PROJECTIONS.length;
    let each: readonly { readonly name: string; readonly seconds: number; readonly rows: RowsWritten }[] = [];
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases`],
      async product(): Promise<Measured> {
        await dropReadModels(databaseUrl);
        each = [];
        let before = NO_ROWS;
        for (const projection of PROJECTIONS) {
          const own = { ...filled, ends: log.ends, projections: [projection] };
          const { seconds, rows } = await projectAll(own);
          each = [...each, { name: projection.name, seconds, rows: less(rows, before) }];
          before = rows;
        }
        return {
          value: handled / sum(each.map(({ seconds }) => seconds)),
          also: Object.fromEntries(
            each.flatMap(({ name, seconds, rows }) => [
              [name, log.events / seconds],
              [`${name} rows`, rows.inserted + rows.updated],
            ]),
          ),
        };
      },
      async floor(): Promise<Measured> {
        const also: Record<string, number> = {};
        let all = 0;
        for (const { name, seconds, rows } of each) {
          const floor = await plainProjector({ ...filled, events: log.events, rows });
          also[name] = log.events / floor;
          also[`${name} ratio`] = floor / seconds;
          all += floor;
        }
        return { value: handled / all, also };
      },
      close,
    };
  },
};

/** A log, and the topic that the relay has made of it. */
interface FilledTopic {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly log: FilledStore;
  readonly programs: readonly Program[];
  close(): Promise<void>;
}

async function fillTopic(name: string, context: BenchContext): Promise<FilledTopic | string> {
  const brokers = brokersGiven();
  if (brokers === undefined) return NO_BROKERS;
  const { server, quick, events = quick ? QUICK_EVENTS : EVENTS, say } = context;
  const databaseUrl = await server.createDatabase();
  say(`${name}: filling a log and a topic with ${String(events)} events`);
  const log = await monthOfCases(databaseUrl, events);
  const topics = new BenchTopics(brokers);
  const topic = await topics.make();
  await relayAll(databaseUrl, { brokers, topic }).catch(async (error: unknown) => {
    await topics.drop();
    throw error;
  });
  return {
    databaseUrl,
    brokers,
    topic,
    log,
    programs: [thisProcess('node'), ...(await engines(context, brokers))],
    async close() {
      await topics.drop();
      await server.dropDatabase(databaseUrl);
    },
  };
}

async function dropReadModels(databaseUrl: string): Promise<void> {
  const readModels = await ReadModels.of(databaseUrl);
  await readModels.drop().finally(() => readModels.close());
}

const figures = ({ seconds, rows }: { readonly seconds: number; readonly rows: RowsWritten }) => {
  const written = rows.inserted + rows.updated;
  return { seconds, rows: written, rowsPerSecond: written / seconds };
};

const less = (rows: RowsWritten, before: RowsWritten): RowsWritten => ({
  inserted: rows.inserted - before.inserted,
  updated: rows.updated - before.updated,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

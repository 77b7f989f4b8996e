import { KafkaAdmin, type ReadRecord } from '../../libs/kafka/src/testing/kafka-admin';
import type { Bench } from './bench';
import { BenchTopics, brokersGiven, engines, NO_BROKERS, thisProcess } from './bench-kafka';
import { CpuWatch } from './cpu-times';
import { monthOfCases } from './filled-store';
import { plainProduce } from './plain-kafka';
import { relayAll } from './relay-all';
import type { Measured } from './measure';

const EVENTS = 100_000;
const QUICK_EVENTS = 10_000;

/** From the event store to the topic. */
export const relay: Bench = {
  name: 'relay',
  aim: '0.7 of the floor',
  unit: 'events/s',
  notes: [
    'the relay publishes a log that is there (--events) to a new topic of 8 partitions, in batches of at most 500: read from PostgreSQL, sent, acknowledged by all, checkpoint kept',
    'floor: the producer of kafkajs, idempotent and acknowledged by all, sends the same records (bytes, keys, partitions, headers) in the same batches; they are in memory before',
    'relay and floor are in the process of the bench: nodeCpuSeconds is its time',
  ],
  runs: 3,
  open: async (context) => {
    const brokers = brokersGiven();
    if (brokers === undefined) return NO_BROKERS;
    const { server, quick, events = quick ? QUICK_EVENTS : EVENTS, say } = context;
    const topics = new BenchTopics(brokers);
    const database = await server.createDatabase();
    say(`relay: filling a log with ${String(events)} events`);
    const log = await monthOfCases(database, events);
    const programs = [thisProcess('node'), ...(await engines(context, brokers))];
    let published: { readonly topic: string; readonly batches: readonly number[] } = {
      topic: '',
      batches: [],
    };
    return {
      notes: [`${String(log.events)} events of ${String(log.cases)} cases`],
      async product(): Promise<Measured> {
        const topic = await topics.make();
        const watch = await CpuWatch.begin(programs);
        const { seconds, batches } = await relayAll(database, { brokers, topic });
        const cpu = await watch.seconds();
        published = { topic, batches };
        return { value: log.events / seconds, also: { seconds, batches: batches.length, ...cpu } };
      },
      async floor(): Promise<Measured> {
        const records = await new KafkaAdmin(brokers).read(published.topic, log.events);
        const batches = inBatches(records, published.batches);
        const topic = await topics.make();
        const watch = await CpuWatch.begin(programs);
        const seconds = await plainProduce(brokers, topic, batches);
        const cpu = await watch.seconds();
        await topics.drop();
        return { value: log.events / seconds, also: { seconds, ...cpu } };
      },
      async close() {
        await topics.drop();
        await server.dropDatabase(database);
      },
    };
  },
};

/** The records as the relay has sent them: in the order of the log, so many in each batch. */
function inBatches(records: readonly ReadRecord[], sizes: readonly number[]): ReadRecord[][] {
  const placed = records.map((record) => ({ record, position: record.headers['redress_position'] ?? '' }));
  placed.sort((one, other) => (one.position < other.position ? -1 : 1));
  const inOrder = placed.map(({ record }) => record);
  return sizes.map((size) => inOrder.splice(0, size));
}

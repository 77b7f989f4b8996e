import { topicNames } from '@redress/platform';
import type { Bench } from './bench';
import { beginFleet, programsOf } from './bench-fleet';
import { brokersGiven, engines, NO_BROKERS, thisProcess } from './bench-kafka';
import { CpuWatch } from './cpu-times';
import { monthOfCases } from './filled-store';
import type { Measured } from './measure';
import { PLAIN_PROJECTOR, plainProjector } from './plain-projector';
import { ReadModels, type RowsWritten } from './read-models';
import { relayAll } from './relay-all';

const EVENTS = 100_000;
const QUICK_EVENTS = 10_000;

/** All read models from nothing, as an operator has them built: by a projector in a process of its own. */
export const rebuildFromTopic: Bench = {
  name: 'rebuild-from-topic',
  aim: 'the rate at 1,000,000 events, and what limits it',
  unit: 'events/s',
  notes: [
    'every projection from nothing to the end of a topic of 8 partitions (--events) by one projector in a process of its own; the start of the process is not counted',
    PLAIN_PROJECTOR,
    'what limits it is who has as many CPU seconds as the whole took, or all together where that is what the machine has',
  ],
  runs: 1,
  open: async (context) => {
    const brokers = brokersGiven();
    if (brokers === undefined) return NO_BROKERS;
    const { quick, events = quick ? QUICK_EVENTS : EVENTS, say } = context;
    const fleet = await beginFleet(context, brokers);
    const databaseUrl = fleet.database.url;
    const topic = topicNames({ topicPrefix: fleet.topicPrefix }).journal;
    say(`rebuild-from-topic: filling a log and a topic with ${String(events)} events`);
    try {
      const log = await monthOfCases(databaseUrl, events);
      const { seconds: relaySeconds } = await relayAll(databaseUrl, { brokers, topic });
      const beside = await engines(context, brokers);
      let rows: RowsWritten = { inserted: 0, updated: 0 };
      return {
        notes: [
          `${String(log.events)} events of ${String(log.cases)} cases; the relay had published them in ${relaySeconds.toFixed(1)} s`,
        ],
        async product(): Promise<Measured> {
          const readModels = await ReadModels.of(databaseUrl);
          try {
            await readModels.drop();
            const beginning = readModels.begun().then(async () => ({
              began: performance.now(),
              watch: await CpuWatch.begin([...(await programsOf(['projector'])), ...beside]),
            }));
            beginning.catch(() => undefined); // whoever waits for the start below says why
            const process = await fleet.start('projector');
            const { began, watch } = await beginning;
            await readModels.caughtUp(log.ends);
            const seconds = (performance.now() - began) / 1_000;
            const cpu = await watch.seconds();
            await process.stop();
            rows = await readModels.rowsWritten();
            return { value: log.events / seconds, also: { seconds, ...rows, ...cpu } };
          } finally {
            await readModels.close();
          }
        },
        async floor(): Promise<Measured> {
          const watch = await CpuWatch.begin([thisProcess('node'), ...beside]);
          const seconds = await plainProjector({ databaseUrl, brokers, topic, events: log.events, rows });
          return { value: log.events / seconds, also: { seconds, ...(await watch.seconds()) } };
        },
        close: () => fleet.end(),
      };
    } catch (error) {
      await fleet.end();
      throw error;
    }
  },
};

import type { Bench } from './bench';
import { beginFleet, callCentreOf, programsOf } from './bench-fleet';
import { brokersGiven, engines, NO_BROKERS, thisProcess } from './bench-kafka';
import { CpuWatch } from './cpu-times';
import { quantile, type Measured } from './measure';
import { CallCentre } from './steady-work';

const PER_SECOND = 200;

/** From the answer to a command until its row is seen in the queue, through Kafka. */
export const visibleKafka: Bench = {
  name: 'visible-kafka',
  aim: 'p99 under 300 ms',
  unit: 'ms (p99)',
  notes: [
    `api, relay, projector, timekeeper and automation in a process each; ${String(PER_SECOND)} commands a second in an open loop, 10 s after 5 s of warming up: register, claim, respond, resolve`,
    'after each command its sender asks for the team pool or agent queue with the read token of the answer; the time is that of the whole question over HTTP',
    'floor: the same question at the same rate without the token, so without waiting',
    'CPU of each process in percent of one core, that of the senders as `client`',
  ],
  runs: 3,
  open: async (context) => {
    const brokers = brokersGiven();
    if (brokers === undefined) return NO_BROKERS;
    const { quick } = context;
    const fleet = await beginFleet(context, brokers);
    try {
      const all = await fleet.startAll();
      const programs = [
        ...(await programsOf(['api', 'relay', 'projector', 'timekeeper', 'automation'])),
        ...(await engines(context, brokers)),
        thisProcess('client'),
      ];
      const callCentre = await CallCentre.at(callCentreOf(fleet, all.api));
      const measure = async (readAfter: boolean): Promise<Measured> => {
        const watch = await CpuWatch.begin(programs);
        const { questionMs, commandMs, seconds } = await callCentre.work({
          perSecond: PER_SECOND,
          seconds: quick ? 2 : 10,
          readAfter,
        });
        const cpu = await watch.percent();
        return {
          value: quantile(questionMs, 0.99),
          also: {
            p50Ms: quantile(questionMs, 0.5),
            maxMs: Math.max(...questionMs),
            commandP50Ms: quantile(commandMs, 0.5),
            commandP99Ms: quantile(commandMs, 0.99),
            commandsPerSecond: commandMs.length / seconds,
            ...cpu,
          },
        };
      };
      await callCentre.work({ perSecond: PER_SECOND, seconds: quick ? 2 : 5, readAfter: true });
      return {
        product: () => measure(true),
        floor: () => measure(false),
        async close() {
          await callCentre.close();
          await fleet.end();
        },
      };
    } catch (error) {
      await fleet.end();
      throw error;
    }
  },
};

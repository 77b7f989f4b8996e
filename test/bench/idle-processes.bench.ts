import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { topicNames } from '@redress/platform';
import type { Bench } from './bench';
import { beginFleet, callCentreOf, programsOf, startReady } from './bench-fleet';
import { brokersGiven, engines, NO_BROKERS } from './bench-kafka';
import { startNode } from './child';
import { CpuWatch, type Program } from './cpu-times';
import type { Measured } from './measure';
import { CallCentre } from './steady-work';

const SECONDS = 60;
const QUICK_SECONDS = 10;
const SETTLE_MS = 10_000;
const PER_SECOND = 200;

/** What relay and projector cost while nothing happens. */
export const idleProcesses: Bench = {
  name: 'idle-processes',
  aim: 'together under 2 % of a core',
  unit: '% of a core',
  notes: [
    `relay and projector in a process each, beside an api that nobody asks: ${String(PER_SECOND)} commands a second for 10 s, then ${String(SETTLE_MS / 1_000)} s of rest, then CPU time over ${String(SECONDS)} s`,
    'the value is that of both together; `also` has each, and what the engines took meanwhile',
    'floor: one process with one consumer of kafkajs and its defaults on the same topic, as idle, for as long',
  ],
  runs: 1,
  open: async (context) => {
    const brokers = brokersGiven();
    if (brokers === undefined) return NO_BROKERS;
    const { quick } = context;
    const seconds = quick ? QUICK_SECONDS : SECONDS;
    const fleet = await beginFleet(context, brokers);
    const beside = await engines(context, brokers);
    const idle = async (programs: readonly Program[]): Promise<Record<string, number>> => {
      await pause(SETTLE_MS);
      const watch = await CpuWatch.begin([...programs, ...beside]);
      await pause(seconds * 1_000);
      return watch.percent();
    };
    try {
      const [api] = await startReady(fleet, ['api', 'relay', 'projector']);
      if (api === undefined) throw new Error('a fleet without an api');
      const programs = await programsOf(['relay', 'projector']);
      if (programs.length < 2) {
        await fleet.end();
        return 'it looks at the CPU time of processes in /proc, which Linux has';
      }
      const callCentre = await CallCentre.at(callCentreOf(fleet, api));
      return {
        async product(): Promise<Measured> {
          await callCentre.work({ perSecond: PER_SECOND, seconds: quick ? 2 : 10, readAfter: true });
          const also = await idle(programs);
          const together = programs.reduce((sum, { name }) => sum + (also[`${name}CpuPercent`] ?? 0), 0);
          return { value: together, also };
        },
        async floor(): Promise<Measured> {
          const topic = topicNames({ topicPrefix: fleet.topicPrefix }).journal;
          const consumer = await startNode(
            [
              '-r',
              '@swc-node/register',
              join(__dirname, 'idle-consumer.process.ts'),
              brokers.join(','),
              topic,
            ],
            {},
            (line) => (line === 'consuming' ? line : undefined),
          );
          try {
            const { plainCpuPercent = 0, ...also } = await idle([{ name: 'plain', pid: consumer.pid }]);
            return { value: plainCpuPercent, also };
          } finally {
            await consumer.stop();
          }
        },
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

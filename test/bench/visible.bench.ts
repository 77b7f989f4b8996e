import type { Bench } from './bench';
import { quantile, type Measured } from './measure';
import { startProduct } from './product';
import { CallCentre } from './steady-work';

const PER_SECOND = 300;

/** From the answer to a command until its row is seen in the queue. */
export const visible: Bench = {
  name: 'visible',
  aim: 'p99 under 100 ms',
  unit: 'ms (p99)',
  notes: [
    `${String(PER_SECOND)} commands a second in an open loop, 10 s after 5 s of warming up: register, claim, respond, resolve`,
    'after each command its sender asks for the team pool or agent queue with the read token of the answer; the time is that of the whole question over HTTP',
    'floor: the same question at the same rate without the token, so without waiting',
  ],
  runs: 3,
  open: async ({ server, quick }) => {
    const database = await server.createDatabase();
    const product = await startProduct(database);
    const callCentre = await CallCentre.at(product);
    const measure = async (readAfter: boolean): Promise<Measured> => {
      const { questionMs, commandMs, seconds } = await callCentre.work({
        perSecond: PER_SECOND,
        seconds: quick ? 2 : 10,
        readAfter,
      });
      return {
        value: quantile(questionMs, 0.99),
        also: {
          p50Ms: quantile(questionMs, 0.5),
          commandP50Ms: quantile(commandMs, 0.5),
          commandP99Ms: quantile(commandMs, 0.99),
          commandsPerSecond: commandMs.length / seconds,
        },
      };
    };
    await callCentre.work({ perSecond: PER_SECOND, seconds: quick ? 2 : 5, readAfter: true });
    return {
      product: () => measure(true),
      floor: () => measure(false),
      async close() {
        await callCentre.close();
        await product.stop();
        await server.dropDatabase(database);
      },
    };
  },
};

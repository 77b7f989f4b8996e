import type { Bench } from './bench';
import { startFloorServer } from './floor-server';
import type { Measured } from './measure';
import { startProduct } from './product';
import { registrationLoad } from './registration-load';

const CONNECTIONS = 50;

/** Durable registration through HTTP. */
export const registration: Bench = {
  name: 'registration',
  aim: 'half of the floor',
  unit: 'registrations/s',
  notes: [
    `POST /v1/complaints at ${String(CONNECTIONS)} connections, 10 s after 4 s of warming up: a new customer, a description and an Idempotency-Key each`,
    'floor: bare Fastify, compiled JSON schema, all waiting rows in one INSERT into one table; the same bodies',
    'client, server and database share the cores',
  ],
  runs: 3,
  open: ({ server, quick }) => {
    const measure = async (url: string, token: string): Promise<Measured> => {
      const load = { url, token, connections: CONNECTIONS };
      await registrationLoad({ ...load, seconds: quick ? 1 : 4 });
      const { perSecond, p50Ms, p99Ms } = await registrationLoad({ ...load, seconds: quick ? 2 : 10 });
      return { value: perSecond, also: { p50Ms, p99Ms } };
    };
    return Promise.resolve({
      async product() {
        const database = await server.createDatabase();
        const product = await startProduct(database);
        try {
          return await measure(product.url, await product.token('agent'));
        } finally {
          await product.stop();
          await server.dropDatabase(database);
        }
      },
      async floor() {
        const database = await server.createDatabase();
        const floor = await startFloorServer(database);
        try {
          return await measure(floor.url, 'none');
        } finally {
          await floor.stop();
          await server.dropDatabase(database);
        }
      },
    });
  },
};

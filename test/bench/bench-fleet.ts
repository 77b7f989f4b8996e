import type { PrincipalRole } from '@redress/http';
import { Fleet, type AppName, type FleetProcess } from '../support/fleet';
import type { BenchContext } from './bench';
import { startedOn, type Program } from './cpu-times';
import { PARTITIONS } from './filled-store';
import type { Product } from './product';

/** Redress in separate processes on the bench's PostgreSQL, with a database and topics of its own. They run from the sources. */
export async function beginFleet(
  { server }: Pick<BenchContext, 'server'>,
  brokers: readonly string[],
): Promise<Fleet> {
  process.env['TEST_DATABASE_URL'] = server.url;
  const fleet = await Fleet.begin(brokers, { FEED_PARTITIONS: String(PARTITIONS) });
  // Where this process is killed nobody else would end those: that much is done at once.
  process.once('exit', () => void fleet.end());
  return fleet;
}

/** Those processes of a fleet whose CPU time can be looked at, as soon as they are there. */
export async function programsOf(apps: readonly AppName[]): Promise<readonly Program[]> {
  const found = await Promise.all(apps.map((app) => startedOn(app, `apps/${app}/src/main.ts`)));
  return found.flat();
}

/** What a call centre needs to work with a fleet. */
export const callCentreOf = (fleet: Fleet, api: FleetProcess): Pick<Product, 'url' | 'token'> => ({
  url: api.url,
  token: (role: PrincipalRole, id = `bench-${role}`) =>
    fleet.token({ id, roles: [role], teams: ['bench'], mayBackdate: false }),
});

/** One of each of these, started one after the other; ready. */
export async function startReady(fleet: Fleet, apps: readonly AppName[]): Promise<FleetProcess[]> {
  const started: FleetProcess[] = [];
  for (const app of apps) started.push(await fleet.start(app));
  await Promise.all(started.map((one) => one.isReady()));
  return started;
}

/**
 * A process of Redress whose business clock its parent moves: member.process.ts APP START
 * It is told over IPC, and answers each: `now`, `settle` (automation: react to all there is) and `look` (timekeeper: record what is due).
 */
import { AutomationRunner } from '@redress/automation';
import { Timekeeper } from '@redress/clocks';
import { VirtualClock } from '@redress/kernel';
import { hearProjections, runApp, startService, type RunningApp, type Service } from '@redress/platform';
import { openFeatures } from '@redress/wiring';
import { Settling } from '../../apps/all-in-one/src/settling';
import { startApi } from '../../apps/api/src/start-api';
import { PROJECTOR } from '../../apps/projector/src/projector.service';
import { INTAKE } from '../../apps/intake/src/intake.service';
import { RELAY } from '../../apps/relay/src/relay.service';

/** What a member can be told. */
export type Told = { readonly now: number } | { readonly settle: true } | { readonly look: true };

const [app = '', start = ''] = process.argv.slice(2);
const clock = new VirtualClock(Number(start));
let settle = (): Promise<unknown> => Promise.reject(new Error(`${app} has no automations`));
let look = (): Promise<unknown> => Promise.reject(new Error(`${app} is no timekeeper`));

/** Looks only when it is told to. */
const TOLD_TIMEKEEPER: Service = {
  name: 'timekeeper',
  async start(parts) {
    const features = await openFeatures(parts);
    hearProjections(parts.engines, parts.logger);
    const timekeeper = features.get(Timekeeper, { strict: false });
    look = () => timekeeper.look();
    return [];
  },
};

const SETTLING_AUTOMATION: Service = {
  name: 'automation',
  async start(parts) {
    const features = await openFeatures(parts);
    const runner = features.get(AutomationRunner);
    parts.engines.endFirst(() => runner.stop());
    await runner.start();
    const settling = new Settling(parts.engines, runner);
    settle = () => settling.automations();
    return [runner];
  },
};

const SERVICES: Readonly<Record<string, Service>> = {
  relay: RELAY,
  projector: PROJECTOR,
  timekeeper: TOLD_TIMEKEEPER,
  automation: SETTLING_AUTOMATION,
  intake: INTAKE,
};

runApp<RunningApp>({
  start: (given) => {
    const service = SERVICES[app];
    return service === undefined ? startApi(given, clock) : startService(service, { ...given, clock });
  },
  greet: ({ url }) => `Redress ${app} runs at ${url}\n`,
});

process.on('message', (told: Told) => {
  const done = (error?: unknown): void => {
    process.send?.({ error: error === undefined ? null : error instanceof Error ? error.message : 'failed' });
  };
  if ('now' in told) {
    clock.advanceTo(told.now);
    done();
  } else {
    ('settle' in told ? settle() : look()).then(() => {
      done();
    }, done);
  }
});
process.on('disconnect', () => process.exit(1));

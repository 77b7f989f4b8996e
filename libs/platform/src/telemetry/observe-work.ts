import { metrics } from '@opentelemetry/api';
import type { AutomationRunner } from '@redress/automation';
import { INSTRUMENTATION_NAME } from '@redress/kernel';
import type { ReadModel } from '@redress/read-model';
import { lagGauge } from './lag-gauge';
import { sampled } from './sampled';

/** For how long a count of parked events is good: it costs the database a question. */
const PARKED_EVERY_MS = 10_000;

/** Shows how far behind each projection is that this process keeps, and how many events it has parked. */
export function observeProjections(
  readModel: Pick<ReadModel, 'freshness' | 'parkedCounts'>,
  projections: readonly { readonly name: string }[],
): void {
  observeKeptUp(
    'projection',
    projections.map(({ name }) => name),
    readModel,
  );
}

/** Shows how far behind each automation of this process is, and how many events it has parked. */
export function observeAutomations(
  runner: Pick<AutomationRunner, 'names' | 'freshness' | 'parkedCounts'>,
): void {
  observeKeptUp('automation', runner.names, runner);
}

interface KeepsUp {
  /** In ms; undefined: not known now. */
  freshness(name: string): number | undefined;
  parkedCounts(): Promise<ReadonlyMap<string, number>>;
}

function observeKeptUp(kind: 'projection' | 'automation', names: readonly string[], work: KeepsUp): void {
  const since = Date.now();
  const caughtUpAt = new Map<string, number>();
  lagGauge(kind, `Since the ${kind} had last handled all that there was`).addCallback((result) => {
    const now = Date.now();
    for (const name of names) {
      const freshnessMs = work.freshness(name);
      // Who takes over from another does not know until it has caught up: until then the last that is known counts.
      if (freshnessMs !== undefined) caughtUpAt.set(name, now - freshnessMs);
      result.observe((now - (caughtUpAt.get(name) ?? since)) / 1000, { [kind]: name });
    }
  });
  const counts = sampled(() => work.parkedCounts(), { everyMs: PARKED_EVERY_MS });
  const parked = metrics.getMeter(INSTRUMENTATION_NAME).createObservableGauge(`redress.${kind}.parked`, {
    description: `Events that the ${kind} could not handle, and those that wait behind them`,
    unit: '{event}',
  });
  parked.addCallback(async (result) => {
    const now = await counts();
    if (now === undefined) return;
    for (const name of names) result.observe(now.get(name) ?? 0, { [kind]: name });
  });
}

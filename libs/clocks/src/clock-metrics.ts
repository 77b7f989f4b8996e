import { fromIso, instrument, type DomainEvent } from '@redress/kernel';
import type { ClockName } from '@redress/sla';
import { isNoticed, type NoticedEvent } from './events';

const verdicts = instrument((meter) =>
  meter.createCounter('redress.clock.verdicts', {
    description:
      'Clocks stopped in time (met) or late (missed), and clocks that ran out (breached), when this went on record',
    unit: '{verdict}',
  }),
);

/** Counts a verdict that has just gone on record. One that breaches and is then stopped late counts as both. */
export function countVerdict(clock: ClockName, verdict: 'met' | 'missed' | 'breached'): void {
  verdicts().add(1, { clock, verdict });
}

const lateness = instrument((meter) =>
  meter.createHistogram('redress.timekeeper.lateness', {
    description:
      'From the instant at which a mark or breach fell due to the instant at which the timekeeper saw it',
    unit: 's',
    advice: {
      // From what is on time to what only a stop of the timekeeper can have caused.
      explicitBucketBoundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
    },
  }),
);

/** Measures how late the marks and breaches among these facts were seen. */
export function measureLateness(facts: readonly Pick<DomainEvent, 'type' | 'data'>[]): void {
  for (const event of facts) {
    if (!isNoticed(event)) continue;
    const fact = event as NoticedEvent;
    const { clock, dueAt, detectedAt } = fact.data;
    lateness().record((fromIso(detectedAt) - fromIso(dueAt)) / 1000, { clock, mark: markOf(fact) });
  }
}

function markOf(fact: NoticedEvent): string {
  switch (fact.type) {
    case 'ClockMarkReached':
      return String(fact.data.mark);
    case 'ClockNearDue':
      return fact.data.before;
    case 'ClockBreached':
      return 'breach';
  }
}

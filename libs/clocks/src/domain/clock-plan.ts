import type { EpochMs } from '@redress/kernel';
import type { ClockName, PolicyRef, SubjectFacts } from '@redress/sla';
import type { ClockSignal } from './clock-signal';

type CloseReason = Extract<ClockSignal, { signal: 'close' }>['reason'];

/** By which occasions in the life of a subject one of its clocks starts and ends: data, from which its signals follow. */
export interface ClockPlan<Occasion extends string> {
  readonly clock: ClockName;
  /**
   * `cycle`: with each cycle, beside those of earlier ones · `subject`: from the beginning of the subject, whenever it starts ·
   * `occurrence`: each occasion that starts it starts it, unless it is going.
   */
  readonly per: 'cycle' | 'subject' | 'occurrence';
  /** None where something else starts it: a promise, or a neighbour on the stream. */
  readonly starts: readonly Occasion[];
  readonly stops: readonly Occasion[];
  /** With what it ends without what it waited for, and why. */
  readonly closes?: { readonly [On in Occasion]?: CloseReason };
}

/** What a subject knows of itself that its clocks go by. */
export interface PlannedSubject {
  readonly cycle: number;
  readonly policy: PolicyRef;
  readonly subject: SubjectFacts;
  /** The beginning of the subject. */
  readonly begunAt: EpochMs;
}

/** What occasions mean by the plans alone, whatever the subject is. */
interface Outline {
  readonly ends: readonly ClockSignal[];
  readonly startsCycle: boolean;
  readonly starts: readonly Pick<ClockPlan<string>, 'clock' | 'per'>[];
}

/** What was outlined of some plans already. */
interface Outlined {
  /** All occasions that the plans name: others mean nothing, and there may be any number of them. */
  readonly named: ReadonlySet<string>;
  readonly outlines: Map<string, Outline>;
}

/** Outlined once for each set of occasions: the same few come up with every fact of every subject. */
const OUTLINED = new WeakMap<object, Outlined>();

/**
 * What occasions mean to the clocks of a subject: what they stop, what they end otherwise, then what they start, each in the order of the
 * plans.
 */
export function signalsByPlan<Occasion extends string>(
  plans: readonly ClockPlan<Occasion>[],
  occasions: readonly Occasion[],
  { begunAt, ...about }: PlannedSubject,
): readonly ClockSignal[] {
  const { ends, startsCycle, starts } = outlined(plans, occasions);
  if (!startsCycle && starts.length === 0) return ends;
  return [
    ...ends,
    ...(startsCycle ? ([{ signal: 'start', ...about }] as const) : []),
    ...starts.map(({ clock, per }): ClockSignal => {
      const since = per === 'subject' ? { startsAt: begunAt } : {};
      return { signal: 'start-clock', clock, ...about, ...since, unlessGoing: true };
    }),
  ];
}

function outlined<Occasion extends string>(
  plans: readonly ClockPlan<Occasion>[],
  occasions: readonly Occasion[],
): Outline {
  const { named, outlines } = OUTLINED.get(plans) ?? unoutlined(plans);
  const telling = occasions.filter((one) => named.has(one));
  const key = telling.join(' ');
  const known = outlines.get(key);
  if (known !== undefined) return known;
  const outline = outlineOf(plans, telling);
  outlines.set(key, outline);
  return outline;
}

function unoutlined<Occasion extends string>(plans: readonly ClockPlan<Occasion>[]): Outlined {
  const named = plans.flatMap(({ starts, stops, closes }) => [
    ...starts,
    ...stops,
    ...Object.keys(closes ?? {}),
  ]);
  const outlined = { named: new Set<string>(named), outlines: new Map<string, Outline>() };
  OUTLINED.set(plans, outlined);
  return outlined;
}

function outlineOf<Occasion extends string>(
  plans: readonly ClockPlan<Occasion>[],
  occasions: readonly Occasion[],
): Outline {
  const named = (those: readonly Occasion[]): boolean => occasions.some((one) => those.includes(one));
  const starting = plans.filter(({ starts }) => named(starts));
  return {
    ends: [
      ...plans.filter(({ stops }) => named(stops)).map(({ clock }) => ({ signal: 'stop', clock }) as const),
      ...closing(plans, occasions),
    ],
    startsCycle: starting.some(({ per }) => per === 'cycle'),
    starts: starting.filter(({ per }) => per !== 'cycle'),
  };
}

/** One signal for each reason. */
function closing<Occasion extends string>(
  plans: readonly ClockPlan<Occasion>[],
  occasions: readonly Occasion[],
): readonly ClockSignal[] {
  const clocksOf = new Map<CloseReason, ClockName[]>();
  for (const { clock, closes } of plans) {
    for (const occasion of occasions) {
      const reason = closes?.[occasion];
      if (reason !== undefined) clocksOf.set(reason, [...(clocksOf.get(reason) ?? []), clock]);
    }
  }
  return [...clocksOf].map(([reason, clocks]) => ({ signal: 'close', reason, clocks }));
}

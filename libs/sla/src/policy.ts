import type { CalendarRef } from './calendar-document';

/** The clocks that every cycle of a case starts. */
export const CYCLE_CLOCKS = ['first-response', 'resolution'] as const;

/**
 * The clocks that a policy can set a target for: those of a cycle, and `follow-up` (resolved → asked), `approval` (requested → decided),
 * `extension` (asked → decided), `supervision` (ordered → answered).
 */
export const POLICY_CLOCKS = [...CYCLE_CLOCKS, 'follow-up', 'approval', 'extension', 'supervision'] as const;

/**
 * All clocks. Those that no policy knows run for what a person promised: `callback` (promised → reached within its window), `answer` (an
 * answer promised by an instant) and `fulfilment` (a remedy accepted → put into effect).
 */
export const CLOCK_NAMES = [...POLICY_CLOCKS, 'callback', 'answer', 'fulfilment'] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

/** A clock that a policy can set a target for. */
export type PolicyClock = (typeof POLICY_CLOCKS)[number];

/** What a clock promises. A value object: it stands in events as it is. */
export interface Target {
  readonly clock: ClockName;
  /** Running time such as `PT4H`, working days `P3BD`, or calendar days `P3CD`. */
  readonly within: string;
  readonly calendar: CalendarRef;
  /** The reasons of waiting that make the clock stand still. */
  readonly pausedBy: readonly string[];
  /** Warning marks in percent of the running time, rising, each above 0 and below 100. */
  readonly marks: readonly number[];
}

/** What a policy may look at to choose a rule. */
export interface SubjectFacts {
  readonly kind: string;
  readonly category: string;
  readonly priority: number;
  readonly tier: string;
  readonly specialCare: boolean;
  readonly channel: string;
}

/** The conditions of a rule: each fact named must be one of the values given. A rule without any matches everything. */
export type Match = { readonly [Fact in keyof SubjectFacts]?: readonly SubjectFacts[Fact][] };

export interface Rule {
  readonly match: Match;
  readonly targets: readonly Target[];
}

/** One published version of a policy; it never changes. */
export interface Policy {
  readonly name: string;
  readonly version: number;
  /** From when on new cases fall under this version. */
  readonly effectiveFrom: number;
  readonly rules: readonly Rule[];
}

/**
 * Which rule of which version judges; `rule` counts from 1, and is null where no rule matched, or where a person set the target.
 */
export interface PolicyRef {
  readonly name: string;
  readonly version: number;
  readonly rule: number | null;
}

/** All published versions, to be handed to deciders as a value. */
export interface PolicyBook {
  /** The version in force at an instant: the last one effective by then, else the first there is. */
  inForceAt(at: number): Policy;
  /** Throws SlaError `policy-unknown` where no such version was published. */
  version(name: string, version: number): Policy;
}

const matches = (match: Match, subject: SubjectFacts): boolean =>
  (Object.keys(match) as (keyof SubjectFacts)[]).every((fact) =>
    (match[fact] as readonly unknown[] | undefined)?.includes(subject[fact]),
  );

/** The first rule that matches wins. */
export function applyPolicy(
  policy: Policy,
  subject: SubjectFacts,
): { ref: PolicyRef; targets: readonly Target[] } {
  const index = policy.rules.findIndex(({ match }) => matches(match, subject));
  return {
    ref: { name: policy.name, version: policy.version, rule: index < 0 ? null : index + 1 },
    targets: policy.rules[index]?.targets ?? [],
  };
}

import type { CalendarRef } from './calendar-document';

/** The clocks that every cycle of a case starts. */
export const CYCLE_CLOCKS = ['first-response', 'resolution'] as const;

/**
 * The clocks that a policy can set a target for, beside those of its own: `acknowledgement` (registered → the customer told that we have
 * it), those of a cycle, `next-response` (the customer speaks again → answered), `update` (told → told again, while the case is open), `on-
 * site` (sent for → arrived), `total-resolution` (registered → resolved for the last time), `follow-up` (resolved → asked), `approval`
 * (requested → decided), `extension` (asked → decided), `supervision` (ordered → answered), `work-order` (sent → replied).
 */
export const POLICY_CLOCKS = [
  'acknowledgement',
  'first-response',
  'next-response',
  'update',
  'on-site',
  'resolution',
  'total-resolution',
  'follow-up',
  'approval',
  'extension',
  'supervision',
  'work-order',
] as const;

/**
 * All clocks but those that policies define. Those that no policy knows run for what a person promised: `callback` (promised → reached
 * within its window), `answer` (an answer promised by an instant) and `fulfilment` (a remedy accepted → put into effect).
 */
export const CLOCK_NAMES = [...POLICY_CLOCKS, 'callback', 'answer', 'fulfilment'] as const;

/** The name of a clock that a policy defines. */
export type OwnClockName = `x-${string}`;
export const OWN_CLOCK_NAME = /^x-[a-z0-9][a-z0-9-]{0,60}$/;

export const isOwnClock = (clock: string): clock is OwnClockName => OWN_CLOCK_NAME.test(clock);

/** How the names of clocks are written: one of the words, or one that a policy defines. */
export const CLOCK_NAME = new RegExp(
  `${CLOCK_NAMES.map((name) => `^${name}$`).join('|')}|${OWN_CLOCK_NAME.source}`,
);

/** The name of a clock: one of the words, or one that a policy defines. */
export type ClockName = (typeof CLOCK_NAMES)[number] | OwnClockName;

/** A clock that a policy can set a target for. */
export type PolicyClock = (typeof POLICY_CLOCKS)[number] | OwnClockName;

/**
 * A clock that a policy defines, by the facts of a subject that start and end it: types of events of a case (`ComplaintAccepted`), of any
 * other subject `opened`, `ended` and `fact:<code>`. It runs where the rule that applies has a target for it.
 */
export interface OwnClock {
  readonly clock: OwnClockName;
  readonly starts: readonly string[];
  readonly stops: readonly string[];
  /** The facts with which it ends without what it waited for. */
  readonly closes: readonly string[];
  /** `cycle`: it runs once in a cycle. `occurrence`: each fact that starts it starts it, unless it is going. */
  readonly per: 'cycle' | 'occurrence';
}

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
  /** Warning marks by the running time that is left until due (`PT30M`), in the order in which they are reached. */
  readonly nearMarks?: readonly string[];
  /** Those reasons of waiting that make it stand still for so long only, or only once that was approved. */
  readonly pauseLimits?: readonly PauseLimit[];
  /** What follows at a mark or at the due instant, in the order in which it is written. */
  readonly ladder?: readonly LadderStep[];
}

/** How far waiting for a reason makes a clock stand still. */
export interface PauseLimit {
  readonly reason: string;
  /** Counted from when the waiting began, on the calendar of the target: `PT4H`, `P5BD` or `P5CD`. From then on the clock runs. */
  readonly longest?: string;
  /** It runs on until somebody else than who waits has approved it. */
  readonly needsApproval?: boolean;
}

/** The limit that a target has for a reason of waiting. */
export const pauseLimitFor = ({ pauseLimits }: Target, reason: string): PauseLimit | undefined =>
  pauseLimits?.find((limit) => limit.reason === reason);

/** What a step of a ladder does: tells somebody, hands the case to the pool of a team, or puts it under supervision. */
export const LADDER_ACTIONS = ['tell', 'reassign', 'supervise'] as const;
export type LadderAction = (typeof LADDER_ACTIONS)[number];

/** Whom a step can tell: who has the case, or whoever has the role. */
export const TOLD_ROLES = ['agent', 'shift-leader', 'supervisor'] as const;
export type ToldRole = (typeof TOLD_ROLES)[number];

/** A step of the escalation ladder of a target. */
export interface LadderStep {
  /** One of the target's marks, in percent or as the running time that is left (`PT30M`), or `due`: it is missed. */
  readonly at: LadderMark;
  readonly action: LadderAction;
  /** Whom it tells, a `ToldRole`; the team that gets the case; `supervisor` where it is put under supervision. */
  readonly to: string;
}

/** Where a step stands on the way to the due instant. */
export type LadderMark = number | string;

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
  /** The clocks that it defines. */
  readonly clocks?: readonly OwnClock[];
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

/** What a policy may look at, in the order in which conditions are told. */
export const SUBJECT_FACTS = [
  'kind',
  'category',
  'priority',
  'tier',
  'specialCare',
  'channel',
] as const satisfies readonly (keyof SubjectFacts)[];

const holds = (match: Match, subject: SubjectFacts, fact: keyof SubjectFacts): boolean =>
  (match[fact] as readonly unknown[] | undefined)?.includes(subject[fact]) ?? true;

const matches = (match: Match, subject: SubjectFacts): boolean =>
  SUBJECT_FACTS.every((fact) => holds(match, subject, fact));

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

/** The first condition of a rule that a subject does not meet. */
export interface FailedCondition {
  readonly fact: keyof SubjectFacts;
  readonly wanted: readonly (string | number | boolean)[];
  readonly had: string | number | boolean;
}

/** How a policy came to its rule for a subject. */
export interface RuleTrace {
  /** The first rule that matches, as `applyPolicy` finds it. */
  readonly ref: PolicyRef;
  /** Every rule before it (where none matches: every rule), in their order, each with the condition by which it was passed over. */
  readonly passedOver: readonly ({ readonly rule: number } & FailedCondition)[];
}

/** Why it is this rule: the rule that wins, and for each one before it the first condition that failed. */
export function traceRules(policy: Policy, subject: SubjectFacts): RuleTrace {
  const { ref } = applyPolicy(policy, subject);
  const passedOver = policy.rules.slice(0, ref.rule === null ? undefined : ref.rule - 1);
  return {
    ref,
    passedOver: passedOver.flatMap(({ match }, index) => {
      const fact = SUBJECT_FACTS.find((one) => !holds(match, subject, one));
      return fact === undefined
        ? []
        : [{ rule: index + 1, fact, wanted: match[fact] ?? [], had: subject[fact] }];
    }),
  };
}

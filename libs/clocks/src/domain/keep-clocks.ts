import { toIso, type EpochMs } from '@redress/kernel';
import {
  applyPolicy,
  CYCLE_CLOCKS,
  elapsed,
  type ClockName,
  type PolicyBook,
  type PolicyRef,
  type SubjectFacts,
  type Target,
} from '@redress/sla';
import type { ClockCloseReason, ClockDue, ClockEvent } from '../events';
import {
  awaited,
  canBeJudged,
  dueAtOf,
  evolveClocks,
  isGoing,
  timingOf,
  type ClockLedger,
  type ClockRun,
} from './clock-ledger';

/** What a fact of the subject means to its clocks. */
export type ClockSignal =
  /** A cycle began: every clock of a cycle that the policy has a target for starts. */
  | {
      readonly signal: 'start';
      readonly cycle: number;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
    }
  /** What the policy looks at has changed: the targets are chosen anew, from the start of the cycle. */
  | {
      readonly signal: 'retarget';
      readonly cycle: number;
      readonly cycleStartedAt: EpochMs;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
      /** The clocks whose stop has happened in this cycle, with or without a target for it. */
      readonly settled: readonly ClockName[];
    }
  /** One clock starts, where the policy has a target for it. */
  | {
      readonly signal: 'start-clock';
      readonly clock: ClockName;
      readonly cycle: number;
      readonly policy: PolicyRef;
      readonly subject: SubjectFacts;
    }
  /** A clock starts for what a person promised or ordered; no change of rule touches it. */
  | {
      readonly signal: 'start-promised';
      readonly cycle: number;
      readonly target: Target;
      /** The document that the promise was made under. */
      readonly policy: Omit<PolicyRef, 'rule'>;
      /** Where it starts at another time than the fact. */
      readonly startsAt?: EpochMs;
    }
  /** More time was granted: `within` from the start that the latest run of the clock has. */
  | { readonly signal: 'extend'; readonly clock: ClockName; readonly within: string }
  | { readonly signal: 'stop'; readonly clock: ClockName }
  | { readonly signal: 'pause'; readonly reason: string }
  | { readonly signal: 'resume' }
  /** The clocks named, or all, end without what they waited for. */
  | {
      readonly signal: 'close';
      readonly reason: Exclude<ClockCloseReason, 'no-target' | 'beyond-calendar'>;
      readonly clocks?: readonly ClockName[];
    };

const isoOrNull = (at: EpochMs | undefined) => (at === undefined ? null : toIso(at));

const identity = ({ clock, instance, cycle }: ClockRun) => ({ clock, instance, cycle });

/** Collects facts and keeps the ledger up to them. */
class LedgerDraft {
  readonly facts: ClockEvent[] = [];

  constructor(public ledger: ClockLedger) {}

  add(fact: ClockEvent): void {
    this.facts.push(fact);
    this.ledger = evolveClocks(this.ledger, fact);
  }

  get going(): readonly ClockRun[] {
    return this.ledger.runs.filter(isGoing);
  }
}

/**
 * The marks and breaches that fell due before `before` and are not on record yet, in due order. Strictly before: a stop at the due
 * instant is in time, so a clock is missed only once that instant has passed.
 * @param detectedAt when they are being noticed; the only thing that depends on the moment of looking
 */
export function dueFacts(ledger: ClockLedger, before: EpochMs, detectedAt: EpochMs): readonly ClockEvent[] {
  return ledger.runs
    .filter(isGoing)
    .flatMap((run) =>
      awaited(run).map((percent) => ({ run, percent, at: dueAtOf(ledger, run, percent) ?? Infinity })),
    )
    .filter(({ at }) => at < before)
    .sort((a, b) => a.at - b.at || a.run.clock.localeCompare(b.run.clock, 'en') || a.percent - b.percent)
    .map(({ run, percent, at }): ClockEvent => {
      const data = { ...identity(run), dueAt: toIso(at), detectedAt: toIso(detectedAt) };
      return percent === 100
        ? { type: 'ClockBreached', version: 1, occurredAt: at, data }
        : { type: 'ClockMarkReached', version: 1, occurredAt: at, data: { ...data, mark: percent } };
    });
}

/**
 * The clock facts that follow from one fact of the subject: those before it (whatever fell due under the targets then in force) and
 * those after it. Pure; the order of the signals is the order in which they take effect.
 * @param at when the subject's fact occurred
 * @param now when it is being recorded; where the clocks of two servers differ it may lie before `at`, but nothing is noticed
 *   before it was due
 */
export function keepClocks(
  ledger: ClockLedger,
  signals: readonly ClockSignal[],
  { at, now, policies }: { readonly at: EpochMs; readonly now: EpochMs; readonly policies: PolicyBook },
): { readonly before: readonly ClockEvent[]; readonly after: readonly ClockEvent[] } {
  if (signals.length === 0) return { before: [], after: [] };
  const detectedAt = Math.max(at, now);
  const before = dueFacts(ledger, at, detectedAt);
  const draft = new LedgerDraft(before.reduce(evolveClocks, ledger));
  for (const signal of signals) follow(draft, signal, at, policies);
  for (const fact of dueFacts(draft.ledger, at, detectedAt)) draft.add(fact);
  return { before, after: draft.facts };
}

function follow(draft: LedgerDraft, signal: ClockSignal, at: EpochMs, policies: PolicyBook): void {
  switch (signal.signal) {
    case 'start':
    case 'start-clock': {
      const { cycle, policy, subject } = signal;
      const { ref, targets } = applyPolicy(policies.version(policy.name, policy.version), subject);
      const isMeant = signal.signal === 'start' ? isOfCycle : ({ clock }: Target) => clock === signal.clock;
      for (const target of targets.filter(isMeant)) start(draft, target, ref, { cycle, startedAt: at, at });
      return;
    }
    case 'start-promised': {
      const { cycle, target, policy, startsAt: startedAt = at } = signal;
      start(
        draft,
        target,
        { name: policy.name, version: policy.version, rule: null },
        { cycle, startedAt, at },
      );
      return;
    }
    case 'extend':
      extend(draft, signal, at);
      return;
    case 'retarget':
      retarget(draft, signal, at, policies);
      return;
    case 'stop':
      for (const run of draft.going) if (run.clock === signal.clock) stop(draft, run, at);
      return;
    case 'pause':
      pauseOrResume(draft, 'ClocksPaused', signal.reason, at);
      return;
    case 'resume':
      for (const { reason, to } of draft.ledger.pauses) {
        if (to === undefined) pauseOrResume(draft, 'ClocksResumed', reason, at);
      }
      return;
    case 'close':
      for (const run of draft.going) {
        if (signal.clocks?.includes(run.clock) !== false) close(draft, run, at, signal.reason);
      }
      return;
  }
}

const isOfCycle = ({ clock }: Target): boolean => (CYCLE_CLOCKS as readonly ClockName[]).includes(clock);

function start(
  draft: LedgerDraft,
  target: Target,
  policy: PolicyRef,
  { cycle, startedAt, at }: { readonly cycle: number; readonly startedAt: EpochMs; readonly at: EpochMs },
): void {
  const instance = draft.ledger.runs.filter((run) => run.clock === target.clock).length + 1;
  const run: ClockRun = { clock: target.clock, instance, cycle, startedAt, target, policy, marksReached: [] };
  draft.add({
    type: 'ClockStarted',
    version: 1,
    occurredAt: at,
    data: {
      ...identity(run),
      startedAt: toIso(startedAt),
      target,
      policy,
      dueAt: isoOrNull(dueAtOf(draft.ledger, run)),
    },
  });
}

function retarget(
  draft: LedgerDraft,
  { cycle, cycleStartedAt, policy, subject, settled }: Extract<ClockSignal, { signal: 'retarget' }>,
  at: EpochMs,
  policies: PolicyBook,
): void {
  const { ref, targets } = applyPolicy(policies.version(policy.name, policy.version), subject);
  for (const run of draft.going) {
    // A clock already missed stays missed, under the target that it missed. What a person promised is for no rule to change.
    if (run.breachedAt !== undefined || run.policy.rule === null) continue;
    const target = targets.find(({ clock }) => clock === run.clock);
    if (target === undefined) {
      close(draft, run, at, 'no-target');
      continue;
    }
    const dueAt = isoOrNull(dueAtOf(draft.ledger, { ...run, target }));
    draft.add({
      type: 'ClockRetargeted',
      version: 1,
      occurredAt: at,
      data: { ...identity(run), target, policy: ref, dueAt },
    });
  }
  for (const target of targets.filter(isOfCycle)) {
    const judged = draft.ledger.runs.some(
      (run) => run.clock === target.clock && run.cycle === cycle && run.end?.verdict !== 'none',
    );
    if (!judged && !settled.includes(target.clock))
      start(draft, target, ref, { cycle, startedAt: cycleStartedAt, at });
  }
}

function extend(
  draft: LedgerDraft,
  { clock, within }: Extract<ClockSignal, { signal: 'extend' }>,
  at: EpochMs,
): void {
  const run = draft.going.findLast((one) => one.clock === clock);
  if (run === undefined) return;
  const target = { ...run.target, within };
  const dueAt = isoOrNull(dueAtOf(draft.ledger, { ...run, target }));
  draft.add({
    type: 'ClockExtended',
    version: 1,
    occurredAt: at,
    data: { ...identity(run), target, policy: run.policy, dueAt },
  });
}

function stop(draft: LedgerDraft, run: ClockRun, at: EpochMs): void {
  if (!canBeJudged(draft.ledger, run, at)) {
    close(draft, run, at, 'beyond-calendar');
    return;
  }
  const timing = timingOf(draft.ledger, run);
  const dueAt = dueAtOf(draft.ledger, run);
  draft.add({
    type: 'ClockStopped',
    version: 1,
    occurredAt: at,
    data: {
      ...identity(run),
      stoppedAt: toIso(at),
      verdict: dueAt !== undefined && dueAt < at ? 'missed' : 'met',
      dueAt: isoOrNull(dueAt),
      // What was missed within its calendar may be stopped after the end of it.
      elapsedMs: elapsed(timing, Math.min(at, timing.calendar.horizon.to), run.target.within),
    },
  });
}

function close(draft: LedgerDraft, run: ClockRun, at: EpochMs, reason: ClockCloseReason): void {
  draft.add({
    type: 'ClockClosed',
    version: 1,
    occurredAt: at,
    data: { ...identity(run), closedAt: toIso(at), reason },
  });
}

function pauseOrResume(
  draft: LedgerDraft,
  type: 'ClocksPaused' | 'ClocksResumed',
  reason: string,
  at: EpochMs,
): void {
  const fact = (clocks: readonly ClockDue[]): ClockEvent => ({
    type,
    version: 1,
    occurredAt: at,
    data: { reason, clocks },
  });
  const after = evolveClocks(draft.ledger, fact([]));
  const concerned = draft.going.filter(
    ({ target, breachedAt }) => breachedAt === undefined && target.pausedBy.includes(reason),
  );
  draft.add(fact(concerned.map((run) => ({ ...identity(run), dueAt: isoOrNull(dueAtOf(after, run)) }))));
}

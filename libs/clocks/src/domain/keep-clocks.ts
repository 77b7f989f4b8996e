import { toIso, type EpochMs } from '@redress/kernel';
import { applyPolicy, type ClockName, type PolicyBook, type PolicyRef, type Target } from '@redress/sla';
import type { ClockDue, ClockEvent } from '../events';
import {
  dueOf,
  evolveClocks,
  isGoing,
  isMissedBefore,
  judgedVerdict,
  NO_CLOCKS,
  pauseUnder,
  verdictOf,
  type ClockLedger,
  type ClockRun,
} from './clock-ledger';
import type { ClockSignal } from './clock-signal';
import { dueFacts } from './due-facts';
import { close, isOfCycle, stopAll } from './end-clocks';
import { identity, LedgerDraft } from './ledger-draft';
import { withOwnClocks, type KeptSignal } from './own-clocks';

export type { ClockSignal } from './clock-signal';
export { dueFacts } from './due-facts';

/**
 * The clock facts that follow from one fact of the subject: those before it (whatever fell due under the targets then in force) and
 * those after it; and the ledger with them. Pure; the order of the signals is the order in which they take effect.
 * @param at when the subject's fact occurred
 * @param now when it is being recorded; where the clocks of two servers differ it may lie before `at`, but nothing is noticed
 *   before it was due
 */
export function keepClocks(
  ledger: ClockLedger,
  signals: readonly ClockSignal[],
  { at, now, policies }: { readonly at: EpochMs; readonly now: EpochMs; readonly policies: PolicyBook },
): {
  readonly before: readonly ClockEvent[];
  readonly after: readonly ClockEvent[];
  readonly ledger: ClockLedger;
} {
  const kept = withOwnClocks(signals, policies);
  if (kept.length === 0) return { before: [], after: [], ledger };
  const detectedAt = Math.max(at, now);
  const before = dueFacts(ledger, at, detectedAt);
  const draft = new LedgerDraft(before.reduce(evolveClocks, ledger));
  for (const signal of kept) follow(draft, signal, at, policies);
  // Where nothing has changed there is nothing more to notice.
  const late = draft.facts.length === 0 ? [] : dueFacts(draft.ledger, at, detectedAt);
  for (const fact of late) draft.add(fact);
  return { before, after: draft.facts, ledger: draft.ledger };
}

function follow(draft: LedgerDraft, signal: KeptSignal, at: EpochMs, policies: PolicyBook): void {
  switch (signal.signal) {
    case 'start': {
      const { cycle, policy, subject } = signal;
      const { ref, targets } = applyPolicy(policies.version(policy.name, policy.version), subject);
      for (const target of targets.filter(isOfCycle)) start(draft, target, ref, { cycle, startedAt: at, at });
      return;
    }
    case 'start-clock': {
      const { clock, cycle, policy, subject, startsAt: startedAt = at } = signal;
      if (isHeldBack(draft, signal) || isOvertaken(draft, clock, at)) return;
      const { ref, targets } = applyPolicy(policies.version(policy.name, policy.version), subject);
      const target = targets.find((one) => one.clock === clock);
      if (target !== undefined) start(draft, target, ref, { cycle, startedAt, at });
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
      stopAll(draft, signal.clock, at);
      return;
    case 'pause': {
      const { reason, from = at, to, unapproved } = signal;
      pauseOrResume(
        draft,
        { type: 'ClocksPaused', reason, ...(unapproved === true ? { unapproved } : {}) },
        from,
      );
      if (to !== undefined) pauseOrResume(draft, { type: 'ClocksResumed', reason }, to);
      return;
    }
    case 'resume': {
      const open = draft.ledger.pauses.filter(({ to }) => to === undefined);
      for (const reason of new Set(open.map((pause) => pause.reason)))
        pauseOrResume(draft, { type: 'ClocksResumed', reason }, at);
      return;
    }
    case 'close':
      for (const run of draft.going) {
        if (signal.clocks?.includes(run.clock) !== false)
          close(draft, run, Math.max(at, run.since), signal.reason);
      }
      return;
  }
}

/** Whether a clock that runs once at a time goes, or one that runs once in a cycle has run. */
const isHeldBack = (
  { going, ledger }: LedgerDraft,
  { clock, cycle, unlessGoing, oncePerCycle }: Extract<KeptSignal, { signal: 'start-clock' }>,
): boolean =>
  (unlessGoing === true && going.some((run) => run.clock === clock)) ||
  (oncePerCycle === true && ledger.runs.some((run) => hasRunInCycle(run, clock, cycle)));

/** Whether it runs or was judged in that cycle. One that ended without a verdict, then or by what is known now, makes room for another. */
const hasRunInCycle = (run: ClockRun, clock: ClockName, cycle: number): boolean =>
  run.clock === clock &&
  run.cycle === cycle &&
  verdictOf(run) !== 'closed' &&
  judgedVerdict(run) !== 'closed';

/** Whether a fact told late would start a clock that has started again since. */
const isOvertaken = ({ ledger }: LedgerDraft, clock: ClockName, at: EpochMs): boolean =>
  ledger.runs.some((run) => run.clock === clock && run.since > at);

function start(
  draft: LedgerDraft,
  target: Target,
  policy: PolicyRef,
  { cycle, startedAt, at }: { readonly cycle: number; readonly startedAt: EpochMs; readonly at: EpochMs },
): void {
  const { clock } = target;
  const instance = draft.ledger.runs.filter((run) => run.clock === clock).length + 1;
  const run: ClockRun = {
    clock,
    instance,
    cycle,
    startedAt,
    since: at,
    target,
    policy,
    marksReached: [],
  };
  draft.add({
    type: 'ClockStarted',
    version: 1,
    occurredAt: at,
    data: {
      ...identity(run),
      startedAt: toIso(startedAt),
      target,
      policy,
      ...dueOf(draft.ledger, run, at),
    },
  });
}

type Retargeting = Extract<ClockSignal, { signal: 'retarget' }>;

function retarget(draft: LedgerDraft, signal: Retargeting, at: EpochMs, policies: PolicyBook): void {
  const { cycle, cycleStartedAt, policy, subject, settled, extended = [] } = signal;
  const owed = [...(signal.owed ?? []), ...owedOwnClocks(draft.ledger, signal, policies)];
  const { ref, targets } = applyPolicy(policies.version(policy.name, policy.version), subject);
  /** From when on a clock without a run starts; undefined where it does not. */
  const startOf = (target: Target): EpochMs | undefined => {
    if (settled.includes(target.clock)) return undefined;
    return isOfCycle(target) ? cycleStartedAt : owed.find(({ clock }) => clock === target.clock)?.since;
  };
  for (const run of draft.going) {
    // A clock already missed stays missed, under the target that it missed. What a person promised is for no rule to change.
    if (run.policy.rule === null || verdictOf(run) === 'closed' || extended.includes(run.clock)) continue;
    const target = targets.find(({ clock }) => clock === run.clock);
    if (isMissedBefore(run, at)) {
      const hasEnded = run.targets?.at(-1)?.target === null;
      const startsAgain = target !== undefined && run.cycle === cycle && startOf(target) !== undefined;
      if (hasEnded && !startsAgain) continue;
      retargetInVain(draft, run, { target: target ?? null, policy: ref }, at);
      continue;
    }
    if (target === undefined) {
      close(draft, run, at, 'no-target');
      continue;
    }
    const due = dueOf(draft.ledger, { ...run, target }, at);
    draft.add({
      type: 'ClockRetargeted',
      version: 1,
      occurredAt: at,
      data: { ...identity(run), target, policy: ref, ...due },
    });
  }
  for (const target of targets) {
    const since = startOf(target);
    if (since === undefined) continue;
    const isKnown = draft.ledger.runs.some(
      (run) => hasRunInCycle(run, target.clock, cycle) && (isOfCycle(target) || run.startedAt >= since),
    );
    if (!isKnown) start(draft, target, ref, { cycle, startedAt: since, at });
  }
}

/** The clocks of the policy's own that would go had it always been like this: told once more what occurred, and nothing else. */
function owedOwnClocks(
  { pauses }: ClockLedger,
  { occurred = [], policy, subject }: Retargeting,
  policies: PolicyBook,
): readonly { readonly clock: ClockName; readonly since: EpochMs }[] {
  if (policies.version(policy.name, policy.version).clocks === undefined) return [];
  let ledger: ClockLedger = { ...NO_CLOCKS, pauses };
  // A fact that was told late has its place by when it occurred.
  for (const { name, cycle, at } of occurred.toSorted((one, other) => one.at - other.at)) {
    const signals = [{ signal: 'occurred', name, cycle, policy, subject }] as const;
    ledger = keepClocks(ledger, signals, { at, now: at, policies }).ledger;
  }
  return ledger.runs.filter(isGoing).map(({ clock, startedAt: since }) => ({ clock, since }));
}

function retargetInVain(
  draft: LedgerDraft,
  run: ClockRun,
  to: { readonly target: Target | null; readonly policy: PolicyRef },
  at: EpochMs,
): void {
  const data = { ...identity(run), ...to };
  draft.add({ type: 'ClockRetargetedInVain', version: 1, occurredAt: at, data });
}

function extend(
  draft: LedgerDraft,
  { clock, within }: Extract<ClockSignal, { signal: 'extend' }>,
  at: EpochMs,
): void {
  const run = draft.going.findLast((one) => one.clock === clock && verdictOf(one) !== 'closed');
  if (run === undefined) return;
  if (isMissedBefore(run, at)) {
    const last = run.targets?.at(-1)?.target ?? (run.targets === undefined ? run.target : null);
    if (last !== null) retargetInVain(draft, run, { target: { ...last, within }, policy: run.policy }, at);
    return;
  }
  const target = { ...run.target, within };
  const due = dueOf(draft.ledger, { ...run, target }, at);
  draft.add({
    type: 'ClockExtended',
    version: 1,
    occurredAt: at,
    data: { ...identity(run), target, policy: run.policy, ...due },
  });
}

function pauseOrResume(
  draft: LedgerDraft,
  {
    type,
    reason,
    ...more
  }:
    | { readonly type: 'ClocksPaused'; readonly reason: string; readonly unapproved?: true }
    | { readonly type: 'ClocksResumed'; readonly reason: string },
  at: EpochMs,
): void {
  const fact = (clocks: readonly ClockDue[]): ClockEvent => ({
    type,
    version: 1,
    occurredAt: at,
    data: { reason, clocks, ...more },
  });
  const after = evolveClocks(draft.ledger, fact([]));
  const concerned = draft.going.filter(
    (run) => !isMissedBefore(run, at) && pauseUnder(run.target, { reason, from: at, ...more }) !== undefined,
  );
  draft.add(fact(concerned.map((run) => ({ ...identity(run), ...dueOf(after, run, at) }))));
}

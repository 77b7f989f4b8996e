import { toIso, type DomainEvent, type EpochMs } from '@redress/kernel';
import { calendarOf, SlaError, verdict, type Target } from '@redress/sla';
import { isClockEvent, type ClockEvent, type KnownVerdict, type VerdictCorrected } from '../events';
import {
  dueOf,
  evolveClocks,
  findRun,
  firstTargetOf,
  isGoing,
  isMissed,
  judgedVerdict,
  pausesUnder,
  verdictOf,
  type ClockLedger,
  type ClockRun,
} from './clock-ledger';
import { identity } from './ledger-draft';

/** What is to be said of a run by all that is known of it, in whatever order it was told. */
interface Known {
  readonly verdict: KnownVerdict;
  readonly dueAt?: EpochMs;
  readonly endedAt?: EpochMs;
}

/**
 * The corrections that the facts of one append make necessary: a fact that was told late, with an instant before facts that were on record,
 * may change what is to be said of any clock. A clock of which no verdict was taken yet is missed now, with the due instant of then. Any
 * order of the same facts ends in the same words.
 * @param before the clocks before the append
 * @param after with all of its facts
 */
export function correctionsAfter(
  facts: readonly DomainEvent[],
  {
    before,
    after,
    now,
  }: { readonly before: ClockLedger; readonly after: ClockLedger; readonly now: EpochMs },
): readonly ClockEvent[] {
  const isOfClocks = (fact: DomainEvent): boolean => isClockEvent(fact);
  const isLate = facts.some((fact) => isOfClocks(fact) && fact.occurredAt <= before.latestFactAt);
  if (!isLate && after.runs.every(({ known }) => known === undefined)) return [];
  const told = facts.filter((fact) => !isOfClocks(fact));
  const because = [...new Set(told.map(({ type }) => type))];
  const at = told.at(-1)?.occurredAt ?? now;
  const detectedAt = Math.max(at, now);
  let ledger = after;
  return after.runs.flatMap((run): ClockEvent[] => {
    const known = knownOf(ledger, run, after.latestFactAt);
    if (known === undefined || isSaid(run, known)) return [];
    const isFirstMiss = isGoing(run) && run.breachedAt === undefined && known.verdict === 'missed';
    const fact =
      isFirstMiss && known.dueAt !== undefined
        ? breached(run, known.dueAt, detectedAt)
        : standing(ledger, correction(run, known, { at, because, detectedAt }), after.latestFactAt);
    ledger = evolveClocks(ledger, fact);
    return [fact];
  });
}

/** Whether it is on record already; of what was missed, with its due instant, which whoever noticed it has seen pass. */
function isSaid(run: ClockRun, { verdict: known, dueAt, endedAt }: Known): boolean {
  const isAsDue = dueAt === undefined || dueAt === (run.known?.dueAt ?? run.breachedAt);
  if (!isMissed(run)) return known === verdictOf(run);
  return (
    isAsDue && (known === 'missed' || (known === 'running' && dueAt !== undefined && endedAt === undefined))
  );
}

const isoOrNull = (at: EpochMs | undefined) => (at === undefined ? null : toIso(at));

/** The run was not stopped by its due instant: a breach; or, where another one is on record that is known to be none, a correction. */
export function ranOut(run: ClockRun, dueAt: EpochMs, detectedAt: EpochMs): ClockEvent {
  return run.breachedAt === undefined
    ? breached(run, dueAt, detectedAt)
    : correction(run, { verdict: 'missed', dueAt }, { at: dueAt, because: [], detectedAt });
}

const breached = (run: ClockRun, dueAt: EpochMs, detectedAt: EpochMs): ClockEvent => ({
  type: 'ClockBreached',
  version: 1,
  occurredAt: dueAt,
  data: { ...identity(run), dueAt: toIso(dueAt), detectedAt: toIso(detectedAt) },
});

/** Of a clock that runs, as known now: whether a pause holds it then, and whether its calendar ends before it is due. */
function standing(ledger: ClockLedger, fact: VerdictCorrected, at: EpochMs): VerdictCorrected {
  if (fact.data.known !== 'running') return fact;
  const corrected = evolveClocks(ledger, fact);
  const run = findRun(corrected, fact.data);
  if (run === undefined) return fact;
  const { dueAt: _, ...how } = dueOf(corrected, run, at);
  return { ...fact, data: { ...fact.data, ...how } };
}

const correction = (
  run: ClockRun,
  known: Known,
  {
    at,
    because,
    detectedAt,
  }: { readonly at: EpochMs; readonly because: readonly string[]; readonly detectedAt: EpochMs },
): VerdictCorrected => ({
  type: 'VerdictCorrected',
  version: 1,
  occurredAt: at,
  data: {
    ...identity(run),
    number: (run.known?.number ?? 0) + 1,
    judged: judgedVerdict(run),
    known: known.verdict,
    dueAt: isoOrNull(known.dueAt),
    endedAt: isoOrNull(known.endedAt),
    because,
    detectedAt: toIso(detectedAt),
  },
});

/** Judges a run by the facts in the order in which they occurred; undefined where its calendar does not reach far enough for that. */
export function knownOf(ledger: ClockLedger, run: ClockRun, asOf: EpochMs): Known | undefined {
  try {
    return judge(ledger, run, asOf);
  } catch (error) {
    if (error instanceof SlaError && error.code === 'beyond-horizon') return undefined;
    throw error;
  }
}

function judge(ledger: ClockLedger, run: ClockRun, asOf: EpochMs): Known {
  const { end, stopToldLate = Infinity } = run;
  const closedAt = end?.asClosed === true ? end.at : Infinity;
  const stoppedAt = Math.min(end?.asClosed === true ? Infinity : (end?.at ?? Infinity), stopToldLate);
  let closed: Known = { verdict: 'closed', endedAt: run.since };
  if (ledger.runs.some((other) => takesThePlaceOf(other, run))) return closed;
  for (const { from, targets, until } of stretchesOf(run)) {
    // What it waits for had happened before a rule set a target for it: with that known, it would not have run.
    if (stoppedAt < from) return closed;
    const history = {
      start: run.startedAt,
      targets: targets.map((one) => ({
        from: one.from,
        within: one.target.within,
        calendar: calendarOf(one.target.calendar),
        pauses: pausesUnder(one.target, ledger),
      })),
    };
    const endsAt = Math.min(until, closedAt);
    const isStopped = stoppedAt !== Infinity && stoppedAt <= endsAt;
    const judged = verdict(isStopped ? { ...history, stoppedAt } : history, Math.min(asOf, endsAt));
    const { verdict: known, dueAt } = judged;
    const due = dueAt === undefined ? {} : { dueAt };
    const endedAt = isStopped ? stoppedAt : endsAt;
    if (known === 'missed' || isStopped || endsAt > asOf) {
      const ending = Math.min(stoppedAt, closedAt);
      return { verdict: known, ...due, ...(ending === Infinity ? {} : { endedAt: ending }) };
    }
    closed = { verdict: 'closed', ...due, endedAt };
    if (endsAt === closedAt) return closed;
  }
  return closed;
}

/** Whether a run was started by a rule that reached back, because another one was believed to have ended without a verdict. */
const takesThePlaceOf = (other: ClockRun, run: ClockRun): boolean =>
  other.clock === run.clock &&
  other.cycle === run.cycle &&
  other.instance < run.instance &&
  other.startedAt === run.startedAt &&
  run.startedAt < run.since &&
  verdictOf(other) !== 'closed';

interface Stretch {
  readonly from: EpochMs;
  readonly targets: readonly { readonly from: EpochMs; readonly target: Target }[];
  /** When the rules had no target for it any more. */
  readonly until: EpochMs;
}

/** The stretches in which the rules had a target for a run; each counts from the start of the clock. */
function stretchesOf(run: ClockRun): readonly Stretch[] {
  const stretches: { from: EpochMs; targets: { from: EpochMs; target: Target }[]; until: EpochMs }[] = [];
  for (const { from, target } of run.targets ?? [firstTargetOf(run)]) {
    const last = stretches.at(-1);
    if (target === null) {
      if (last !== undefined) last.until = Math.min(last.until, from);
    } else if (last?.until === Infinity) {
      last.targets.push({ from, target });
    } else {
      const start = Math.min(run.startedAt, from);
      stretches.push({
        from: last === undefined ? run.since : from,
        targets: [{ from: start, target }],
        until: Infinity,
      });
    }
  }
  return stretches;
}

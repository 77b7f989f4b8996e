import { toIso, type DomainEvent, type EpochMs } from '@redress/kernel';
import { parseDuration, type LadderMark, type Mark } from '@redress/sla';
import { isEscalation, type EscalationEvent, type SUPERSEDED_BY } from '../escalation-events';
import { isClockEvent, type ClockEvent } from '../events';
import { dueAtOf, evolveClocks, findRun, type ClockLedger, type ClockRun } from './clock-ledger';

/** What may stand on a stream with clocks beside the facts of its subject. */
export type ClockStreamEvent = ClockEvent | EscalationEvent;

/** A mark or breach that was noticed. */
interface Noticed {
  readonly at: LadderMark;
  readonly dueAt: EpochMs;
  readonly detectedAt: string;
}

/**
 * The facts of one append, each mark and breach followed by the steps of its clock's ladder, as the target in force at that instant has
 * them. What the append itself makes vain is superseded: so whoever looks late says at once what still helps. As a mark is on record once,
 * so is each of its steps, without a window between the two for a crash. Steps that stand among the facts already are weighed anew.
 * @param ledger the clocks of the stream before these facts
 */
export function withEscalations<Event extends DomainEvent>(
  facts: readonly (Event | ClockStreamEvent)[],
  ledger: ClockLedger,
): readonly (Event | ClockStreamEvent)[] {
  const told = facts.filter((fact) => !isEscalation(fact));
  let clocks = ledger;
  return told.flatMap((fact, index): readonly (Event | ClockStreamEvent)[] => {
    if (!isClockEvent(fact)) return [fact];
    const clockFact = fact as ClockEvent;
    const before = clocks;
    clocks = evolveClocks(before, clockFact);
    const noticed = noticedIn(clockFact);
    const run = noticed === undefined ? undefined : findRun(before, clockFact.data as RunName);
    if (noticed === undefined || run === undefined) return [fact];
    const later = told.slice(index + 1).filter(isClockEvent) as readonly ClockEvent[];
    return [fact, ...stepsOf(run, noticed, { ledger: clocks, later })];
  });
}

type RunName = Pick<ClockRun, 'clock' | 'instance'>;

function noticedIn({ type, data, occurredAt: dueAt }: ClockEvent): Noticed | undefined {
  switch (type) {
    case 'ClockMarkReached':
      return { at: data.mark, dueAt, detectedAt: data.detectedAt };
    case 'ClockNearDue':
      return { at: data.before, dueAt, detectedAt: data.detectedAt };
    case 'ClockBreached':
      return { at: 'due', dueAt, detectedAt: data.detectedAt };
    case 'ClockStarted':
    case 'ClockRetargeted':
    case 'ClockExtended':
    case 'ClocksPaused':
    case 'ClocksResumed':
    case 'ClockStopped':
    case 'ClockClosed':
    case 'ClockRetargetedInVain':
    case 'ClockPauseExpired':
    case 'ClockStopCorrected':
    case 'VerdictCorrected':
      return undefined;
  }
}

function stepsOf(
  run: ClockRun,
  noticed: Noticed,
  { ledger, later }: { readonly ledger: ClockLedger; readonly later: readonly ClockEvent[] },
): readonly EscalationEvent[] {
  const { clock, instance, cycle, target } = run;
  const { at, dueAt, detectedAt } = noticed;
  const supersededBy = whatOvertakes(run, noticed, later);
  const clockDueAt = dueAtOf(ledger, run);
  return (target.ladder ?? []).flatMap((step, place): EscalationEvent[] => {
    if (step.at !== at) return [];
    const data = {
      ...{ clock, instance, cycle, at, step: place + 1, action: step.action, to: step.to },
      ...{ dueAt: toIso(dueAt), clockDueAt: clockDueAt === undefined ? null : toIso(clockDueAt), detectedAt },
    };
    return [
      supersededBy === undefined
        ? { type: 'EscalationRaised', version: 1, occurredAt: dueAt, data }
        : { type: 'EscalationSuperseded', version: 1, occurredAt: dueAt, data: { ...data, supersededBy } },
    ];
  });
}

/** What makes the steps at a mark vain: of the same run, on record before it or noticed in the same append. */
function whatOvertakes(
  run: ClockRun,
  { at, dueAt }: Noticed,
  later: readonly ClockEvent[],
): (typeof SUPERSEDED_BY)[number] | undefined {
  const own = later.filter(
    ({ data }) => 'instance' in data && data.clock === run.clock && data.instance === run.instance,
  );
  if (own.some(({ type }) => type === 'ClockStopped' || type === 'ClockClosed')) return 'end';
  // A target of a later rule may bring back marks that lie behind.
  if (run.marksReached.some((mark) => comesAfter(mark, at))) return 'later-mark';
  const overtaking = own
    .map((fact) => ({ mark: noticedIn(fact)?.at, reachedAt: fact.occurredAt }))
    .filter(({ mark, reachedAt }) => mark !== undefined && reachedAt > dueAt);
  if (overtaking.some(({ mark }) => mark === 'due')) return 'breach';
  return overtaking.length > 0 ? 'later-mark' : undefined;
}

/** Whether one mark lies behind another of its kind on every target; of the two kinds that is not to be said. */
function comesAfter(mark: Mark, other: LadderMark): boolean {
  if (typeof mark === 'number') return typeof other === 'number' && mark > other;
  return typeof other === 'string' && other !== 'due' && parseDuration(mark) < parseDuration(other);
}

import { toIso, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import { applyPolicy, type Policy, type PolicyRef, type SubjectFacts, type Target } from '@redress/sla';
import { isClockEvent, type ClockEvent } from '../events';
import type { EndedVerdict, VerdictReassessed } from '../reassessment-events';
import {
  evolveClocks,
  firstTargetOf,
  judgedVerdict,
  NO_CLOCKS,
  type ClockLedger,
  type ClockRun,
  type TargetSince,
} from './clock-ledger';
import { knownOf } from './known-now';

/** Reads from the facts of a subject what its policy looks at: what it is after each fact that says so, undefined after any other. */
export type SubjectReader = (fact: DomainEvent) => SubjectFacts | undefined;

/** Under which version to judge again, and what. */
export interface Reassessment {
  readonly policy: Policy;
  /** What ended from then, included, … */
  readonly from: EpochMs;
  /** … until then, not included. */
  readonly to: EpochMs;
  readonly now: EpochMs;
}

/** What gives a run another target, and where on the stream that stands. */
interface Edge {
  readonly at: EpochMs;
  readonly place: number;
  readonly subject?: SubjectFacts;
  readonly extension?: Extract<ClockEvent, { type: 'ClockExtended' }>['data'];
}

/**
 * Judges every clock of a stream that ended in a range again, as though the policy had been in force for it from its start: its targets are
 * those that this version has for the subject as it was, more time that was granted stays granted, and start, pauses and stop are as they
 * are known now. A clock that a person set, or another policy, is left alone, as is one that was never judged; one that was judged again
 * under this version already is not judged once more.
 */
export function judgeAgain(
  history: readonly DomainEvent[],
  read: SubjectReader,
  { policy, from, to, now }: Reassessment,
): readonly VerdictReassessed[] {
  const ledger = ledgerOf(history);
  const edges = edgesOf(history, read);
  return ledger.runs.flatMap((run): readonly VerdictReassessed[] => {
    const { end, policy: by } = run;
    const judged = judgedVerdict(run);
    if (end === undefined || judged === 'running' || judged === 'closed') return [];
    if (by.rule === null || by.name !== policy.name || end.at < from || end.at >= to) return [];
    if (history.some((event) => isJudgedAgain(event, run, policy))) return [];
    const targets = targetsUnder(policy, run, { edges, history });
    const known = knownOf(ledger, { ...run, targets }, end.at);
    const rule = targets.findLast(({ from: since }) => since <= end.at)?.policy ?? by;
    const data = {
      ...{ clock: run.clock, instance: run.instance, cycle: run.cycle },
      ...{ judged, now: endedVerdict(known?.verdict), policy: rule },
      dueAt: known?.dueAt === undefined ? null : toIso(known.dueAt),
      judgedAgainAt: toIso(now),
    };
    return [{ type: 'VerdictReassessed', version: 1, occurredAt: end.at, data }];
  });
}

const endedVerdict = (verdict: 'met' | 'missed' | 'running' | 'closed' | undefined): EndedVerdict =>
  verdict === 'met' || verdict === 'missed' ? verdict : 'closed';

const ledgerOf = (history: readonly DomainEvent[]): ClockLedger =>
  history.reduce(
    (ledger, event) => (isClockEvent(event) ? evolveClocks(ledger, event as ClockEvent) : ledger),
    NO_CLOCKS,
  );

function isJudgedAgain(event: DomainEvent, { clock, instance }: ClockRun, { version }: Policy): boolean {
  if (event.type !== 'VerdictReassessed') return false;
  const { data } = event as VerdictReassessed;
  return data.clock === clock && data.instance === instance && data.policy.version === version;
}

/** The decider of a stream for what is judged again. It needs all that stands there, whoever wrote it. */
export const reassessDecider = (
  reader: () => SubjectReader,
): Decider<readonly DomainEvent[], Reassessment, DomainEvent> => ({
  initial: [],
  decide: (reassessment, history) => judgeAgain(history, reader(), reassessment),
  evolve: (history, event) => [...history, event],
});

/** A verdict by a version is on record once, whoever records it. */
export function reassessConsequence(event: DomainEvent): {
  readonly identity: readonly (string | number)[];
} {
  const { clock, instance, policy } = (event as VerdictReassessed).data;
  return { identity: [event.type, clock, instance, policy.name, policy.version] };
}

/** In the order in which they occurred. */
const edgesOf = (history: readonly DomainEvent[], read: SubjectReader): readonly Edge[] =>
  history
    .flatMap((event, place): readonly Edge[] => {
      const at = event.occurredAt;
      if (event.type === 'ClockExtended')
        return [{ at, place, extension: event.data as NonNullable<Edge['extension']> }];
      const subject = read(event);
      return subject === undefined ? [] : [{ at, place, subject }];
    })
    .sort((a, b) => a.at - b.at || a.place - b.place);

/** The targets that a run would have had under a policy, in place of those that it had. */
function targetsUnder(
  policy: Policy,
  run: ClockRun,
  { edges, history }: { readonly edges: readonly Edge[]; readonly history: readonly DomainEvent[] },
): readonly TargetSince[] {
  const { clock, instance, since, end } = run;
  const placeOf = (...types: readonly string[]): number =>
    history.findIndex(({ type, data }) => {
      const of = data as { readonly clock?: string; readonly instance?: number };
      return types.includes(type) && of.clock === clock && of.instance === instance;
    });
  const isBefore = (edge: Edge, at: EpochMs, place: number): boolean =>
    edge.at < at || (edge.at === at && edge.place < place);
  const began = placeOf('ClockStarted');
  const ended = placeOf('ClockStopped', 'ClockClosed');
  const during = edges.filter(
    (edge) => !isBefore(edge, since, began) && isBefore(edge, end?.at ?? since, ended),
  );
  const first = edges.findLast((edge) => edge.subject !== undefined && isBefore(edge, since, began));
  const targets: TargetSince[] = [{ ...chosen(policy, run, first?.subject), from: firstTargetOf(run).from }];
  for (const { at, subject, extension } of during) {
    const last = targets.at(-1);
    if (subject !== undefined) targets.push({ ...chosen(policy, run, subject), from: at });
    else if (extension?.clock === clock && extension.instance === instance && last?.target != null)
      targets.push({ ...last, from: at, target: { ...last.target, within: extension.target.within } });
  }
  return targets;
}

/** The target that a policy has for such a subject; null where it has none. */
function chosen(
  policy: Policy,
  { clock }: ClockRun,
  subject: SubjectFacts | undefined,
): { readonly target: Target | null; readonly policy: PolicyRef } {
  if (subject === undefined)
    return { target: null, policy: { name: policy.name, version: policy.version, rule: null } };
  const { ref, targets } = applyPolicy(policy, subject);
  return { target: targets.find((target) => target.clock === clock) ?? null, policy: ref };
}

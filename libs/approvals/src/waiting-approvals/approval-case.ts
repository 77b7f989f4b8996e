import type { ComplaintEvent } from '@redress/complaints';
import type { Recorded } from '@redress/kernel';
import type { ApprovalCase, ApprovalRow } from './approval-row';

/** The facts that say where a case stands, whose decision can be contested, and what can be decided at all. */
export const CASE_EVENTS = [
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintResponded',
  'ComplaintResolved',
  'ComplaintClosed',
  'ComplaintReopened',
  'ComplaintRefused',
  'ComplaintWithdrawn',
  'ComplaintMerged',
  'ComplaintArchived',
  'ComplaintWaitStarted',
] as const satisfies readonly ComplaintEvent['type'][];

/** One of CASE_EVENTS, as recorded. */
export type CaseFact = Recorded<Extract<ComplaintEvent, { readonly type: (typeof CASE_EVENTS)[number] }>>;

/** The case after one more fact. Throws where it was never registered. */
export function caseAfter(before: ApprovalCase | undefined, fact: CaseFact): ApprovalCase {
  if (fact.type === 'ComplaintRegistered') {
    const { reference = null, team } = fact.data;
    return { reference, team, agent: null, resolved_by: null, refused_by: null };
  }
  if (before === undefined) throw new Error(`${fact.type} of a case that was never registered`);
  switch (fact.type) {
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
      return { ...before, team: fact.data.team, agent: fact.data.agent };
    case 'ComplaintReturned':
      return { ...before, team: fact.data.team, agent: null };
    case 'ComplaintResolved':
      return { ...before, resolved_by: fact.data.resolvedBy };
    case 'ComplaintRefused':
      return { ...before, refused_by: fact.actor.id };
    case 'ComplaintReopened':
      return { ...before, refused_by: null };
    case 'ComplaintResponded':
    case 'ComplaintClosed':
    case 'ComplaintWithdrawn':
    case 'ComplaintMerged':
    case 'ComplaintArchived':
    case 'ComplaintWaitStarted':
      return before;
  }
}

/** Whose decision an appeal contests. */
export const contestedOn = ({ resolved_by, refused_by }: ApprovalCase): string | null =>
  refused_by ?? resolved_by;

/**
 * A request after a fact of its case; undefined where it has lapsed. The rules are those of the case: an extension lapses with the clock it
 * is for, a wait with the next one or the end of the case, a remedy can not be approved on a case that is over, an appeal waits for its
 * decision unless the case is withdrawn or merged.
 */
export function requestAfter(
  row: ApprovalRow,
  fact: CaseFact,
  onCase: ApprovalCase,
): ApprovalRow | undefined {
  const { team, agent } = onCase;
  const barred = row.kind === 'appeal' ? contestedOn(onCase) : row.barred;
  const moved: ApprovalRow = { ...row, team, agent, barred };
  switch (fact.type) {
    case 'ComplaintResponded':
      return row.clock === 'first-response' && fact.data.cycleOver !== true ? undefined : moved;
    case 'ComplaintResolved':
      return row.kind === 'extension' ? undefined : moved;
    case 'ComplaintWaitStarted':
      return row.kind === 'wait' ? undefined : moved;
    case 'ComplaintClosed':
    case 'ComplaintRefused':
    case 'ComplaintArchived':
      if (row.kind === 'extension' || row.kind === 'wait') return undefined;
      return row.kind === 'remedy' ? { ...moved, dormant: true } : moved;
    case 'ComplaintReopened':
      return row.kind === 'wait' ? undefined : { ...moved, dormant: false };
    case 'ComplaintWithdrawn':
    case 'ComplaintMerged':
      return undefined;
    case 'ComplaintRegistered':
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
    case 'ComplaintReturned':
      return moved;
  }
}

import type { ComplaintEvent, ComplaintWaitStarted } from '@redress/complaints';
import type { Recorded, Role } from '@redress/kernel';
import type { ResolutionEvent } from '@redress/resolutions';
import { contestedOn } from './approval-case';
import type { ApprovalCase, ApprovalKind, ApprovalRow } from './approval-row';

/** The facts by which something is asked, decided or taken back. */
export const REQUEST_EVENTS = [
  'ResolutionApprovalRequested',
  'ResolutionApproved',
  'ResolutionDeclined',
  'ResolutionWithdrawn',
  'ExtensionRequested',
  'ExtensionGranted',
  'ExtensionRefused',
  'ComplaintAppealed',
  'AppealDecided',
  'ComplaintWaitApproved',
  'ComplaintWaitRefused',
] as const satisfies readonly (ComplaintEvent | ResolutionEvent)['type'][];

/** One of REQUEST_EVENTS, as recorded. */
export type RequestFact = Recorded<
  Extract<ComplaintEvent | ResolutionEvent, { readonly type: (typeof REQUEST_EVENTS)[number] }>
>;

type Asking = Extract<
  RequestFact,
  { readonly type: 'ResolutionApprovalRequested' | 'ExtensionRequested' | 'ComplaintAppealed' }
>;

type WaitFact = Recorded<ComplaintWaitStarted>;

export const isAsking = (fact: RequestFact): fact is Asking =>
  fact.type === 'ResolutionApprovalRequested' ||
  fact.type === 'ExtensionRequested' ||
  fact.type === 'ComplaintAppealed';

/** Which request a fact is about. */
export function requestOf(fact: RequestFact): readonly [kind: ApprovalKind, requestId: string] {
  switch (fact.type) {
    case 'ResolutionApprovalRequested':
    case 'ResolutionApproved':
    case 'ResolutionDeclined':
    case 'ResolutionWithdrawn':
      return ['remedy', fact.data.resolutionId];
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
      return ['extension', String(fact.data.number)];
    case 'ComplaintAppealed':
    case 'AppealDecided':
      return ['appeal', String(fact.data.number)];
    case 'ComplaintWaitApproved':
    case 'ComplaintWaitRefused':
      return ['wait', String(fact.data.number)];
  }
}

/** Who decides on more time, on appeals and on waits. */
const LEADERS: readonly Role[] = ['shift-leader', 'supervisor'];

const blank = (
  { actor, occurredAt }: Pick<RequestFact, 'actor' | 'occurredAt'>,
  { reference, team, agent }: ApprovalCase,
): Omit<ApprovalRow, 'kind' | 'request_id' | 'reason'> => ({
  requested_by: actor.id,
  requested_at: occurredAt,
  barred: null,
  approvers: LEADERS,
  dormant: false,
  clock_instance: null,
  due_at: null,
  breached: false,
  reference,
  team,
  agent,
  amount_minor: null,
  currency: null,
  remedies: null,
  exceeds: null,
  clock: null,
  within: null,
});

/** The row of a wait that is to be approved; undefined where it needs no approval. */
export function waitAsked(fact: WaitFact, onCase: ApprovalCase): ApprovalRow | undefined {
  const { approval, waitsFor } = fact.data;
  if (approval === undefined) return undefined;
  const { number, requestedBy } = approval;
  return {
    ...blank(fact, onCase),
    kind: 'wait',
    request_id: String(number),
    requested_by: requestedBy,
    barred: requestedBy,
    reason: waitsFor,
  };
}

/** The row of something that was just asked. */
export function asked(fact: Asking, onCase: ApprovalCase): ApprovalRow {
  const [kind, requestId] = requestOf(fact);
  const row = { ...blank(fact, onCase), kind, request_id: requestId, reason: fact.data.reason ?? null };
  switch (fact.type) {
    case 'ResolutionApprovalRequested': {
      const { proposedBy, approvers, remedies, exceeds } = fact.data;
      const amounts = remedies.flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
      const [first] = amounts;
      return {
        ...row,
        requested_by: proposedBy,
        barred: proposedBy,
        approvers,
        amount_minor: first === undefined ? null : amounts.reduce((sum, { minor }) => sum + minor, 0),
        currency: first?.currency ?? null,
        remedies: remedies.map((remedy) => remedy.kind),
        exceeds,
      };
    }
    case 'ExtensionRequested': {
      const { requestedBy, clock, within } = fact.data;
      return { ...row, requested_by: requestedBy, barred: requestedBy, clock, within };
    }
    case 'ComplaintAppealed':
      return { ...row, barred: contestedOn(onCase) };
  }
}

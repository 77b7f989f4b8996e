import type { CallbackEvent, CallbackPurpose } from '@redress/callbacks';
import type { ComplaintEvent } from '@redress/complaints';
import type { Recorded } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { ResolutionEvent } from '@redress/resolutions';
import type { PromiseClock, PromiseKind } from './promise-row';

/** The facts that say what is promised, to whom and by whom. The clock facts say what became of it. */
export const SUBJECT_EVENTS = [
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'AnswerPromised',
  'ResolutionAccepted',
  'FulfilmentRescheduled',
  'CallbackScheduled',
  'CallbackClaimed',
  'CallbackTransferred',
  'CallbackRescheduled',
] as const satisfies readonly (ComplaintEvent | ResolutionEvent | CallbackEvent)['type'][];

/** One of SUBJECT_EVENTS, as recorded. */
export type SubjectFact = Recorded<
  Extract<
    ComplaintEvent | ResolutionEvent | CallbackEvent,
    { readonly type: (typeof SUBJECT_EVENTS)[number] }
  >
>;

/** Whose stream it is that a clock runs on, a case or a callback, as it stands: a row of `promise_subjects`. */
export type PromiseSubject = {
  readonly stream: string;
  readonly complaint_id: string | null;
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  readonly callback_id: string | null;
  /** Of a callback. */
  readonly purpose: CallbackPurpose | null;
  /** Of a case: the resolution for which an instant was promised last. */
  readonly resolution_id: string | null;
  readonly customer_id: string;
  readonly owner: string | null;
  readonly team: string;
};

const COLUMNS: Record<keyof PromiseSubject, ColumnType> = {
  stream: 'text',
  complaint_id: 'text',
  reference: 'text',
  callback_id: 'text',
  purpose: 'text',
  resolution_id: 'text',
  customer_id: 'text',
  owner: 'text',
  team: 'text',
};

export const SUBJECTS_TABLE: TableDefinition = { columns: COLUMNS, key: ['stream'] };

/**
 * The subject after one more fact. Throws where a case was never registered.
 * @param reference of a callback: that of its case
 */
export function subjectAfter(
  before: PromiseSubject | undefined,
  fact: SubjectFact,
  reference: string | null,
): PromiseSubject {
  switch (fact.type) {
    case 'ComplaintRegistered': {
      const { complaintId, customerId, team } = fact.data;
      return {
        stream: fact.stream,
        complaint_id: complaintId,
        reference: fact.data.reference ?? null,
        callback_id: null,
        purpose: null,
        resolution_id: null,
        customer_id: customerId,
        owner: null,
        team,
      };
    }
    case 'CallbackScheduled':
    case 'CallbackClaimed':
    case 'CallbackTransferred':
    case 'CallbackRescheduled': {
      const { complaintId, callbackId, purpose, customerId, owner, team } = fact.data;
      return {
        stream: fact.stream,
        complaint_id: complaintId,
        reference,
        callback_id: callbackId,
        purpose,
        resolution_id: null,
        customer_id: customerId,
        owner,
        team,
      };
    }
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
      return { ...known(before, fact), owner: fact.data.agent, team: fact.data.team };
    case 'ComplaintReturned':
      return { ...known(before, fact), owner: null, team: fact.data.team };
    case 'ResolutionAccepted':
    case 'FulfilmentRescheduled':
      return { ...known(before, fact), resolution_id: fact.data.resolutionId };
    case 'AnswerPromised':
      return known(before, fact);
  }
}

function known(subject: PromiseSubject | undefined, { type }: SubjectFact): PromiseSubject {
  if (subject === undefined) throw new Error(`${type}: the case was never registered`);
  return subject;
}

/** What it is that a clock of the subject runs for; undefined: no promise to a customer, such as a care call. */
export function promiseKind(clock: PromiseClock, { purpose }: PromiseSubject): PromiseKind | undefined {
  switch (clock) {
    case 'answer':
      return 'answer';
    case 'fulfilment':
      return 'remedy';
    case 'callback':
      if (purpose === 'promise') return 'callback';
      return purpose === 'follow-up' ? 'follow-up' : undefined;
  }
}

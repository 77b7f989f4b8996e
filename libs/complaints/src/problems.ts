import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of cases, for `/problems`. */
export const COMPLAINT_PROBLEMS = {
  'not-found': { status: 404, meaning: 'There is nothing under this id.' },
  'already-exists': { status: 409, meaning: 'There is something under this id already.' },
  'illegal-step': {
    status: 409,
    meaning:
      'The phase of the case does not allow this command; `phase` names it and `legal` lists the commands that it allows.',
  },
  'held-by-another': {
    status: 409,
    meaning: 'Another agent has the case; `agent` says who. It can be transferred.',
  },
  'revision-stale': {
    status: 412,
    meaning:
      'A person or an outside system changed the case after you read it; `revision` is the present one. Read it and decide again.',
  },
  'occurred-in-future': { status: 422, meaning: '`occurredAt` lies in the future.' },
  'occurred-before-registration': {
    status: 422,
    meaning: '`occurredAt` lies before the registration of the case.',
  },
  'occurred-out-of-order': {
    status: 422,
    meaning:
      '`occurredAt` lies before the latest fact of the case, which `latestFactAt` names. Facts of a case are told in their order.',
  },
  'backdating-not-allowed': {
    status: 403,
    meaning:
      '`occurredAt` takes the right to backdate (import, telephony), or a supervisor who gives a `reason`.',
  },
  'claiming-for-another': {
    status: 403,
    meaning: 'A case is claimed for oneself; a leader can assign it to another.',
  },
  'customer-unknown': { status: 422, meaning: 'No customer has this id.' },
  'customer-erased': { status: 422, meaning: 'This customer was erased; register the case under a new one.' },
  'characters-invalid': { status: 422, meaning: 'A text holds a NUL character or half a surrogate pair.' },
  'language-invalid': { status: 422, meaning: 'The language is no BCP 47 tag.' },
  'reference-blank': { status: 422, meaning: 'The reference of the customer is blank.' },
} as const satisfies ProblemCatalogue;

import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of cases, for `/problems`. */
export const COMPLAINT_PROBLEMS = {
  'not-found': { status: 404, meaning: 'There is nothing under this id.' },
  'already-exists': { status: 409, meaning: 'There is something under this id already.' },
  'illegal-step': {
    status: 409,
    meaning:
      'The phase of the case does not allow this command; `phase` names it, `endedAs` how an ended case ended, and `legal` lists the commands that it allows.',
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
      '`occurredAt` lies before the fact at `latestFactAt`, which it must not lie before. Acceptance, acknowledgements, answers and notes may be told late, back to the registration; waiting and the resolution, back to the beginning of the cycle; a chase, back to the last answer, chase or change of its rules; what else is done to a case, in its order.',
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
  'severity-needs-leader': {
    status: 403,
    meaning: 'That a grave case is none is for a shift leader or supervisor to say.',
  },
  'not-asked-yet': {
    status: 409,
    meaning:
      'The customer was not asked in this cycle whether it is put right. The contact policy allows closing unasked for some kinds; a supervisor may with a `reason`.',
  },
  'needs-approval': {
    status: 403,
    meaning: 'An archived case is reopened by a supervisor, who gives a `reason`.',
  },
  'supervision-open': { status: 409, meaning: 'An order on the case waits for its answer already.' },
  'deadline-missing': {
    status: 422,
    meaning: 'The policy of the case sets no deadline for orders: `within` is needed.',
  },
  'nothing-to-answer': { status: 409, meaning: 'No order on the case waits for an answer.' },
  'duration-malformed': {
    status: 422,
    meaning: 'The text is no length of running time of at most 100 years, such as PT15M, PT4H or PT1H30M.',
  },
  'clock-not-running': { status: 409, meaning: 'The clock that more time is for does not run.' },
  'extension-pending': { status: 409, meaning: 'More time was asked for already, and is not decided.' },
  'extension-too-late': {
    status: 409,
    meaning: 'More time is asked for and granted before the clock is due. It can still be refused.',
  },
  'extension-not-longer': {
    status: 422,
    meaning: 'What is asked for is not more than the clock has, counted in the same way.',
  },
  'no-extension': { status: 409, meaning: 'No more time was asked for, or it is decided.' },
  'own-request': { status: 403, meaning: 'Whoever asked for it does not decide on it.' },
  'no-wait-approval': { status: 409, meaning: 'No wait of the case is to be approved, or it is decided.' },
  'self-link': { status: 422, meaning: 'A case is not linked to itself, nor merged into itself.' },
  'link-target-unknown': { status: 422, meaning: 'The case to be linked to does not exist.' },
  'merge-target-unknown': { status: 422, meaning: 'The case to go on in does not exist.' },
  'merge-into-later': {
    status: 422,
    meaning: 'A case goes on in one that came on record before it: merge the other one into this.',
  },
  'merge-target-ended': { status: 409, meaning: 'The case to go on in has ended; `endedAs` says how.' },
  'later-start-unsaid': {
    status: 422,
    meaning:
      'The clocks of the part are to count from the split only: a `reason` says why not from the receipt.',
  },
  'appeal-open': { status: 409, meaning: 'An appeal is open already, and is not decided.' },
  'no-appeal': { status: 409, meaning: 'No appeal is open.' },
  'own-decision': {
    status: 403,
    meaning: 'Whoever resolved or refused the case does not decide on an appeal against it.',
  },
  'promise-in-past': { status: 422, meaning: 'What is promised does not lie in the future.' },
  'renegotiation-unsaid': {
    status: 422,
    meaning: 'Something was promised already: `renegotiatedBy` says who asked for another promise.',
  },
  'customer-unknown': { status: 422, meaning: 'No customer has this id.' },
  'customer-erased': { status: 422, meaning: 'This customer was erased; register the case under a new one.' },
  'characters-invalid': { status: 422, meaning: 'A text holds a NUL character or half a surrogate pair.' },
  'unknown-zone': { status: 422, meaning: '`timeZone` is no name of the IANA time zone database.' },
  'language-invalid': { status: 422, meaning: 'The language is no BCP 47 tag.' },
  'reference-blank': { status: 422, meaning: 'The reference of the customer is blank.' },
} as const satisfies ProblemCatalogue;

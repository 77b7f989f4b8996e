import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of policies and calendars, for `/problems`. */
export const POLICY_PROBLEMS = {
  'document-unusable': {
    status: 422,
    meaning:
      'The text is no document that can be used: `errors` lists all that is wrong, each with its `line`.',
  },
  'name-differs': {
    status: 422,
    meaning: 'The document has another name than the address it was sent to.',
  },
  'draft-replaced': {
    status: 409,
    meaning:
      'Another draft has taken the place of this one; `draft` is its number. Read it, and publish that.',
  },
  'scope-needs-effect': {
    status: 422,
    meaning:
      'Open cases can fall under a version only once it is in force: `effectiveFrom` lies in the future.',
  },
  'range-missing': {
    status: 422,
    meaning: '`reassess` takes the range in which what is judged again ended; no other scope takes one.',
  },
  'range-unfit': {
    status: 422,
    meaning: 'A range begins before it ends, and ends in the past: what is judged again has ended.',
  },
  'last-version': {
    status: 409,
    meaning: 'It is the only version that is left; publish another one before it is withdrawn.',
  },
} as const satisfies ProblemCatalogue;

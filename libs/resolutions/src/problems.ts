import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of resolutions, for `/problems`. */
export const RESOLUTION_PROBLEMS = {
  'remedies-count': { status: 422, meaning: 'A resolution has 1 to 5 remedies.' },
  'amount-missing': { status: 422, meaning: 'A refund and a compensation need an amount.' },
  'amount-invalid': {
    status: 422,
    meaning:
      'An amount is a whole number of the smallest unit of its currency, above 0 and not beyond counting.',
  },
  'currency-invalid': { status: 422, meaning: 'A currency is three capital letters (ISO 4217).' },
  'mixed-currencies': { status: 422, meaning: 'All amounts of a resolution are of one currency.' },
  'beyond-all-authority': {
    status: 422,
    meaning: 'No role may approve this much on one case, what is promised and paid on it already included.',
  },
  'resolution-in-force': {
    status: 409,
    meaning:
      'Another resolution of the case is in force; `resolutionId` names it and `state` says where it stands. It must be declined, refused, withdrawn or reversed first, or, where it is fulfilled, the case reopened.',
  },
  'illegal-resolution-step': {
    status: 409,
    meaning:
      'Where the resolution stands does not allow this command; `state` names it and `legal` lists the commands that it allows.',
  },
  'already-decided': {
    status: 409,
    meaning: 'Somebody was faster: `decision` says what was decided, and `decidedBy` by whom.',
  },
  'own-proposal': { status: 403, meaning: 'Nobody decides on what they have proposed themselves.' },
  'not-an-approver': {
    status: 403,
    meaning: 'It is for the roles in `approvers` to decline, and for those above them.',
  },
  'beyond-authority': {
    status: 403,
    meaning:
      'This is more than you may approve: `exceeds` says whether by case, day or month, `limit` how much that allows and `remaining` how much of it is left, in the smallest unit of `currency`.',
  },
} as const satisfies ProblemCatalogue;

import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of this feature, for `/problems`. */
export const WHAT_IF_PROBLEMS = {
  'draft-unusable': {
    status: 422,
    meaning:
      'A policy or calendar that was sent to be tried out can not be used: `errors` lists all that is wrong with its text, each with its `line`.',
  },
  'policy-ambiguous': { status: 422, meaning: 'Give at most one of `policyYaml`, `policy` and `draft`.' },
  'range-empty': { status: 422, meaning: '`to` must lie after `from`.' },
  'policy-unknown': { status: 422, meaning: 'No such version of a policy was published.' },
  'client-gone': { status: 499, meaning: 'Nobody waits for the answer any more, so it was given up.' },
  'what-if-busy': {
    status: 429,
    meaning:
      'This process is answering such a question already, for it takes a whole core. Ask again after Retry-After seconds.',
  },
} as const satisfies ProblemCatalogue;

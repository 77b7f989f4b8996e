import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of promises, for `/problems`. */
export const PROMISE_PROBLEMS = {
  'not-your-promises': {
    status: 403,
    meaning:
      'An agent reads their own promises and those of their teams; shift leaders and supervisors read all.',
  },
} as const satisfies ProblemCatalogue;

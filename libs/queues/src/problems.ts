import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of queues, for `/problems`. */
export const QUEUE_PROBLEMS = {
  'not-your-queue': {
    status: 403,
    meaning:
      'An agent reads their own queue and the pools of their own teams; shift leaders and supervisors read all.',
  },
} as const satisfies ProblemCatalogue;

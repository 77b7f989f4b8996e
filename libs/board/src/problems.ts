import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of the board, for `/problems`. */
export const BOARD_PROBLEMS = {
  'not-your-team': {
    status: 403,
    meaning: 'An agent watches the clocks of their own teams; shift leaders and supervisors watch all.',
  },
} as const satisfies ProblemCatalogue;

import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of escalations and notifications, for `/problems`. */
export const ESCALATION_PROBLEMS = {
  'destination-unknown': {
    status: 422,
    meaning:
      'The document of notifications has no destination of this name; `known` lists those that it has.',
  },
  'range-empty': { status: 422, meaning: 'The range ends before it begins: nothing lies in it.' },
} as const satisfies ProblemCatalogue;

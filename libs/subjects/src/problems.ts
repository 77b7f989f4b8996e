import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of subjects, for `/problems`; those that they share with cases are among the cases'. */
export const SUBJECT_PROBLEMS = {
  'subject-ended': { status: 409, meaning: 'It has ended: nothing more happens to it.' },
  'facts-missing': {
    status: 422,
    meaning: 'Where no case is named, `category` and `team` are needed: nothing says them otherwise.',
  },
} as const satisfies ProblemCatalogue;

import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of callbacks, for `/problems`; those that they share with cases are among the cases'. */
export const CALLBACK_PROBLEMS = {
  'case-unknown': { status: 422, meaning: '`complaintId` is the id of no case.' },
  'case-ended': {
    status: 409,
    meaning: 'The case has ended: no call about it is promised any more. One without a case can be.',
  },
  'customer-missing': {
    status: 422,
    meaning: 'A callback is for a customer: name the case that it is about, or the customer.',
  },
  'window-invalid': {
    status: 422,
    meaning:
      'A window begins within 100 years and ends at least a second after it begins, and no more than 31 days after.',
  },
  'window-over': { status: 422, meaning: 'The window has passed already.' },
  'window-unasked': {
    status: 422,
    meaning: 'Another window goes with the outcome `asked-to-call-later` alone; else reschedule.',
  },
  'owner-first': {
    status: 409,
    meaning:
      'The callback is its owner’s alone until `anyoneFrom`; `owner` says who. Until then it can be transferred.',
  },
  'attempt-open': {
    status: 409,
    meaning: 'An attempt is going on, by `agent`; its outcome is recorded first.',
  },
  'no-attempt-open': {
    status: 409,
    meaning: 'An outcome needs an attempt that is going on; `legal` lists the commands that are possible.',
  },
  'not-reached': {
    status: 409,
    meaning:
      'A callback is completed after the customer was reached; `legal` lists the commands that are possible.',
  },
  'answers-missing': {
    status: 422,
    meaning: 'A follow-up is completed with the answer to whether the customer is satisfied.',
  },
  'needs-leader': {
    status: 403,
    meaning: 'A promise that was missed is let go by a shift leader or a supervisor.',
  },
  'callback-over': {
    status: 409,
    meaning: 'The callback is over; `end` says how: completed, cancelled or unreachable.',
  },
  'acting-for-another': {
    status: 403,
    meaning: 'An agent acts for themself; outside systems name the agent on whose behalf.',
  },
  'not-your-callbacks': {
    status: 403,
    meaning:
      'An agent reads their own callbacks and those of their teams; shift leaders and supervisors read all.',
  },
} as const satisfies ProblemCatalogue;

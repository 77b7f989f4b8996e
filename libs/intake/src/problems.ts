import type { ProblemCatalogue } from '@redress/http';

/** The problem codes of intake, for `/problems`; those that it shares with cases and callbacks are among theirs. */
export const INTAKE_PROBLEMS = {
  'intake-webhook-off': {
    status: 404,
    meaning: 'This server takes no webhooks: nobody has set INTAKE_WEBHOOK_SECRET.',
  },
  'webhook-unsigned': {
    status: 401,
    meaning:
      'The headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks are missing, or no such ones.',
  },
  'webhook-expired': {
    status: 401,
    meaning: 'The request was signed more than five minutes ago, or ahead: sign it anew, or set the clock.',
  },
  'webhook-forged': {
    status: 401,
    meaning: 'The signature is not by a secret that is trusted here, or not over these bytes.',
  },
  'message-id-reused': {
    status: 422,
    meaning: 'This source has used this id before, for a message that says something else.',
  },
  'case-missing': { status: 422, meaning: 'A fact is about a case: name it.' },
  'case-named-twice': {
    status: 422,
    meaning: 'A case is named by its id, or by the message that brought it.',
  },
  'contact-ends-early': { status: 422, meaning: 'The contact ends before it begins.' },
  'customer-unrecognisable': {
    status: 422,
    meaning: 'Who is concerned by a signal is named by `id` or `reference`, to be known when named again.',
  },
} as const satisfies ProblemCatalogue;

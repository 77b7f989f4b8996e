/** What a problem code means: for `/problems/<code>` and whoever reads it. */
export interface ProblemDescription {
  /** The HTTP status that it comes with. */
  readonly status: number;
  /** What it means and what to do about it. */
  readonly meaning: string;
}

/** Problem codes → descriptions. A feature exports one for its own codes. */
export type ProblemCatalogue = Readonly<Record<string, ProblemDescription>>;

/** The codes of the HTTP edge itself: any endpoint may answer with them. */
export const EDGE_PROBLEMS = {
  'invalid-request': {
    status: 400,
    meaning:
      'The request contradicts the API document: JSON that can not be read, an unknown, missing or malformed member, parameter or address. `errors` names the members. What only the state of the case can tell is answered with 409 or 422.',
  },
  'idempotency-key-malformed': {
    status: 400,
    meaning: 'Idempotency-Key takes 1 to 255 visible ASCII characters.',
  },
  'if-match-malformed': {
    status: 400,
    meaning: 'If-Match takes one ETag as it was given, with its quotes: If-Match: "7", or *.',
  },
  'read-token-malformed': {
    status: 400,
    meaning: 'Redress-Read-Token takes the token that a command answered with, unchanged.',
  },
  'cursor-malformed': {
    status: 400,
    meaning: '`cursor` takes the `nextCursor` of the page before, of the same question, unchanged.',
  },
  'token-missing': { status: 401, meaning: 'Send the header Authorization: Bearer <token>.' },
  'token-malformed': { status: 401, meaning: 'The bearer token is no signed JSON Web Token.' },
  'token-expired': { status: 401, meaning: 'The bearer token has expired: get a new one.' },
  'token-not-yet-valid': { status: 401, meaning: 'The bearer token is not valid yet: compare the clocks.' },
  'token-forged': {
    status: 401,
    meaning: 'The signature of the bearer token is not by a key that is trusted here.',
  },
  'token-algorithm-refused': {
    status: 401,
    meaning: 'The bearer token is unsigned, or signed in a way that is not accepted here.',
  },
  'token-wrong-issuer': { status: 401, meaning: 'The bearer token is by another issuer.' },
  'token-wrong-audience': { status: 401, meaning: 'The bearer token is meant for another service.' },
  'token-claims-invalid': {
    status: 401,
    meaning: 'A claim of the bearer token is missing or malformed; `detail` says which.',
  },
  'role-not-allowed': {
    status: 403,
    meaning: 'None of your roles may do this; `allowed` lists those that may.',
  },
  'no-such-route': { status: 404, meaning: 'There is nothing at this address; see /openapi.json.' },
  'no-such-problem': { status: 404, meaning: 'No problem has this code; /problems lists them.' },
  'method-not-allowed': {
    status: 405,
    meaning: 'This address does not take this method; the Allow header lists those that it takes.',
  },
  'request-timeout': { status: 408, meaning: 'The request did not arrive in full in time.' },
  'changed-meanwhile': {
    status: 409,
    meaning: 'Someone else was faster; `revision` is the present one. Read again and decide again.',
  },
  'body-too-large': { status: 413, meaning: 'The body is larger than this server takes.' },
  'address-too-long': { status: 414, meaning: 'A part of the path is longer than any id.' },
  'unsupported-media-type': { status: 415, meaning: 'Bodies are sent as application/json.' },
  'idempotency-key-reused': {
    status: 422,
    meaning: 'This Idempotency-Key was used before with another request; a new command needs a new key.',
  },
  'instant-in-future': {
    status: 422,
    meaning: '`asOf` asks about the past: nothing was recorded by that instant yet.',
  },
  'headers-too-large': { status: 431, meaning: 'The request headers are larger than this server takes.' },
  'internal-error': {
    status: 500,
    meaning:
      'A mistake of ours. The logs tell more under the correlation id. Sending it again with the same Idempotency-Key is safe.',
  },
  'not-ready': {
    status: 503,
    meaning: 'The server can not take requests yet; `checks` tells what is missing.',
  },
  'sign-in-unavailable': {
    status: 503,
    meaning: 'The keys of the token issuer can not be had for now. Try again after Retry-After seconds.',
  },
  'clock-ahead': {
    status: 503,
    meaning:
      "The clock of the process that took the request is ahead of the database's: what it recorded would be dated in the future. Nothing was changed; send it again, with the same Idempotency-Key, once the clock is set right, or to another process.",
  },
  unavailable: {
    status: 503,
    meaning:
      'The database or another part is out of reach for now. Send it again, with the same Idempotency-Key, after Retry-After seconds.',
  },
} as const satisfies ProblemCatalogue;

/** A code of EDGE_PROBLEMS. */
export type EdgeProblemCode = keyof typeof EDGE_PROBLEMS;

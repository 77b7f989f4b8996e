import type { EdgeProblemCode } from './problem-catalogue';

/** Media type of a problem document (RFC 9457). */
export const PROBLEM_JSON = 'application/problem+json';

/** What is wrong with one member of the request. */
export interface FieldError {
  /** Path of the member, in dots: `remedy.amount`, `tags.2`. */
  readonly field: string;
  /** Stable code of what is wrong with it. */
  readonly code: string;
  /** The same in plain words. */
  readonly reason: string;
}

/** The body of every answer that is a refusal or a failure (RFC 9457). */
export interface ProblemDocument {
  /** Where the code is explained: a URI reference. */
  readonly type: string;
  /** The code in words, the same each time. */
  readonly title: string;
  /** The HTTP status once more. */
  readonly status: number;
  /** What happened this time, in plain words. */
  readonly detail: string;
  /** Stable code: branch on this. */
  readonly code: string;
  /** Names the request in the logs. */
  readonly correlationId: string;
  /** What is wrong with which member of the request. */
  readonly errors?: readonly FieldError[];
}

/** What a problem says beside its status and code. */
export interface ProblemExtras {
  /** Further members of the document. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal by the HTTP edge itself; refusals in the words of the domain are DomainErrors. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  /**
   * @param status HTTP status, 400 to 599
   * @param code stable, kebab-case: clients branch on it
   * @param message plain words, free of personal data; becomes `detail`
   */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(message, { cause: extras.cause });
  }
}

/** 400 `invalid-request`: the OpenAPI document alone tells that the request can't be right. */
export const invalidRequest = (detail: string, errors: readonly FieldError[] = []): HttpProblem =>
  new HttpProblem(400, 'invalid-request', detail, errors.length > 0 ? { members: { errors } } : {});

/** There is no token that counts. @param error the one of RFC 6750, where a token was sent */
export const unauthorized = (
  code: Extract<EdgeProblemCode, `token-${string}`>,
  detail: string,
  error?: 'invalid_request' | 'invalid_token',
): HttpProblem =>
  new HttpProblem(401, code, detail, {
    headers: {
      'WWW-Authenticate': `Bearer realm="redress"${error === undefined ? '' : `, error="${error}"`}`,
    },
  });

/** A code in words: `no-such-route` → `No such route`. */
export const titleOf = (code: string): string => {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The problem document of a problem. Its own members win over members of the same name in the extras. */
export const problemDocument = (problem: HttpProblem, correlationId: string): ProblemDocument => ({
  ...problem.extras.members,
  type: `/problems/${problem.code}`,
  title: titleOf(problem.code),
  status: problem.status,
  detail: problem.message,
  code: problem.code,
  correlationId,
});

/** What is wrong with a part of what was sent; `line`: of its text, from 1. */
export interface ProblemPlace {
  readonly field: string;
  readonly reason: string;
  readonly line?: number;
}

/** An answer of the API that is no success, or none at all: `code` is `offline` then. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    /** Stable and kebab-case: the words shown are found by it. */
    readonly code: string,
    /** In the words of the API. */
    readonly detail: string,
    readonly correlationId?: string,
    readonly fields: readonly ProblemPlace[] = [],
    /** The present revision, where it was refused because that is not the one that was seen. */
    readonly revision?: number,
  ) {
    super(detail);
  }
}

/** Reads a problem document (RFC 9457), or makes the best of what came instead. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const body: unknown = await answer.json().catch(() => undefined);
  const document = (typeof body === 'object' && body !== null ? body : {}) as Partial<{
    code: string;
    detail: string;
    correlationId: string;
    errors: readonly ProblemPlace[];
    revision: number;
  }>;
  return new ApiProblem(
    answer.status,
    document.code ?? (answer.status >= 500 ? 'unavailable' : 'unknown'),
    document.detail ?? answer.statusText,
    document.correlationId,
    document.errors,
    document.revision,
  );
}

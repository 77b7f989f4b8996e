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
    readonly fields: readonly { readonly field: string; readonly reason: string }[] = [],
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
    errors: readonly { field: string; reason: string }[];
  }>;
  return new ApiProblem(
    answer.status,
    document.code ?? (answer.status >= 500 ? 'unavailable' : 'unknown'),
    document.detail ?? answer.statusText,
    document.correlationId,
    document.errors,
  );
}

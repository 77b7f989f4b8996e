/**
 * What a refusal means to the caller; the HTTP edge turns it into a status.
 * `invalid` 422: the request is well-formed and can't be true · `illegal` 409: not in this phase · `conflict` 409: someone else was
 * faster · `precondition` 412: the If-Match revision is stale · `not-found` 404 · `forbidden` 403 · `unavailable` 503: try again.
 */
export type RefusalKind =
  'invalid' | 'illegal' | 'conflict' | 'precondition' | 'not-found' | 'forbidden' | 'unavailable';

/** A refusal in the words of the domain. A refused command has changed nothing. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /**
   * @param kind what the refusal means to the caller
   * @param code stable, kebab-case, documented: clients branch on it
   * @param message plain words, free of personal data
   * @param details further members of the problem document, free of personal data
   */
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A policy, calendar or duration that says something impossible. `code` is stable and kebab-case. */
export class SlaError extends Error {
  override readonly name = 'SlaError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

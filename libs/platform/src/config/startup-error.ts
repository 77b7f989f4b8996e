/**
 * Redress can't start, and the operator can mend it. The message is one line, free of secrets, that names the setting, its
 * value, what is wrong and the mend; it is all that a failed start prints.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  /**
   * @param setting the environment variable to look at
   * @param value what it says now, secrets blanked out
   * @param mend what is wrong and what to do about it, in whole sentences
   */
  constructor(
    readonly setting: string,
    readonly value: string,
    readonly mend: string,
  ) {
    super(`${setting}=${value}: ${mend}`.replace(/\s+/g, ' ').trim());
  }
}

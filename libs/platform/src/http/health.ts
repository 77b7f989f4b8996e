/** Something that must be well before requests are sent here: the database, the feed. */
export interface HealthCheck {
  /** Kebab-case. */
  readonly name: string;
  /**
   * Says whether it is well, and if not why, in words fit for the public. Taken for unwell where it throws, or says nothing for two
   * seconds.
   */
  check(): Promise<{ readonly ok: boolean; readonly reason?: string }>;
}

/** Nest token of the list of HealthChecks. */
export const HEALTH_CHECKS = Symbol('HealthChecks');

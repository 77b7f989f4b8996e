import type { RecordedEvent } from '@redress/kernel';
import type { PolicyShelf, TrialDocuments } from '@redress/policies';
import { SlaError, type Policy, type PolicyBook, type PolicyRef } from '@redress/sla';

/** By which policies cases are judged once more. */
export interface JudgingPolicies {
  readonly book: PolicyBook;
  /** Makes known what the events name, before they are told. */
  learn(events: readonly RecordedEvent[]): Promise<void>;
}

/** One policy for every case, whatever it was registered under. */
export const judgedBy = (policy: Policy): JudgingPolicies => ({
  book: { inForceAt: () => policy, version: () => policy },
  learn: () => Promise.resolve(),
});

/** Every case by the versions that it is pinned to, as they were in force; with the calendars that are tried out. */
export class PoliciesAsRecorded implements JudgingPolicies {
  readonly #known = new Map<string, Policy>();

  constructor(
    private readonly shelf: PolicyShelf,
    private readonly trial: TrialDocuments,
  ) {}

  readonly book: PolicyBook = {
    // Nothing is registered here: what was says which version it is pinned to.
    inForceAt: () => unknown('in force'),
    version: (name, version) =>
      this.#known.get(keyOf({ name, version })) ?? unknown(keyOf({ name, version })),
  };

  async learn(events: readonly RecordedEvent[]): Promise<void> {
    for (const { data } of events) {
      if (!('policy' in data)) continue;
      const { name, version } = data.policy as PolicyRef;
      const key = keyOf({ name, version });
      if (this.#known.has(key)) continue;
      this.#known.set(key, this.trial.under(await this.shelf.version(name, version)));
    }
  }
}

const keyOf = ({ name, version }: Omit<PolicyRef, 'rule'>): string => `${name} ${String(version)}`;

const unknown = (what: string): never => {
  throw new SlaError('policy-unknown', `there is no policy ${what}`);
};

import type { RecordedEvent } from '@redress/kernel';
import type { PolicyShelf, TrialDocuments } from '@redress/policies';
import { SlaError, type Policy, type PolicyBook, type PolicyRef } from '@redress/sla';

/** By which policies cases are judged once more. */
export interface JudgingPolicies {
  readonly book: PolicyBook;
  /** Makes known what the events name, before they are told. */
  learn(events: readonly RecordedEvent[]): Promise<void>;
  /** Whether a clock that they define may start or end with facts of a type, and that is not on record anyway. */
  isNamed(type: string): boolean;
}

/** One policy for every case, whatever it was registered under. */
export function judgedBy(policy: Policy): JudgingPolicies {
  const named = new Set(
    policy.clocks?.flatMap(({ starts, stops, closes }) => [...starts, ...stops, ...closes]),
  );
  return {
    book: { inForceAt: () => policy, version: () => policy },
    learn: () => Promise.resolve(),
    isNamed: (type) => named.has(type),
  };
}

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

  isNamed(): boolean {
    return false;
  }

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

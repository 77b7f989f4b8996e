import type { EventStore } from '@redress/event-store';
import { fromIso, type RecordedEvent } from '@redress/kernel';
import { SlaError, type Policy, type PolicyBook } from '@redress/sla';
import { policyStream, type PolicyPublished } from '../events';

/** Names one published version. */
interface Pinned {
  readonly name: string;
  readonly version: number;
}

/**
 * The published policies, for those who decide: read from their streams once, kept while the process lives (a version never changes).
 */
export class PolicyShelf {
  readonly #versions = new Map<string, readonly Policy[]>();

  /** @param inForce the name of the policy that new cases fall under */
  constructor(
    private readonly store: EventStore,
    readonly inForce: string,
  ) {}

  /** The policies as a value, certain to hold the one in force and the version that a case is pinned to. */
  async book(pinned?: Pinned): Promise<PolicyBook> {
    await this.#load(this.inForce, 1);
    if (pinned !== undefined) await this.#load(pinned.name, pinned.version);
    const all = new Map(this.#versions);
    return {
      inForceAt: (at) => {
        const versions = all.get(this.inForce) ?? [];
        const policy = versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0];
        return policy ?? unknown(this.inForce, 1);
      },
      version: (name, version) =>
        all.get(name)?.find((policy) => policy.version === version) ?? unknown(name, version),
    };
  }

  /** Reads a policy again, since a version of it came out. */
  async refresh(name: string): Promise<void> {
    const history = (await this.store.readStream(policyStream(name))) as RecordedEvent<PolicyPublished>[];
    const versions = history.map(({ data }) => ({ ...data, effectiveFrom: fromIso(data.effectiveFrom) }));
    // A reading that began before a publication may end after the one that followed it.
    if (versions.length > (this.#versions.get(name)?.length ?? 0)) this.#versions.set(name, versions);
  }

  async #load(name: string, version: number): Promise<void> {
    const isKnown = this.#versions.get(name)?.some((policy) => policy.version === version) === true;
    if (!isKnown) await this.refresh(name);
  }
}

const unknown = (name: string, version: number): never => {
  throw new SlaError('policy-unknown', `policy ${name} has no version ${String(version)}`);
};

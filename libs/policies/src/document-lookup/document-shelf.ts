import type { EventStore } from '@redress/event-store';
import { fromIso, type EpochMs } from '@redress/kernel';
import { SlaError } from '@redress/sla';
import type { DocumentKind, StoredVersion, Version, VersionRef } from '../domain/versioned-document';

/** The versions of documents of one kind, to be handed to deciders as a value. Both throw SlaError `policy-unknown`. */
export interface DocumentBook<Body extends object> {
  /** The version in force at an instant: the last one effective by then, else the first there is. */
  inForceAt(at: EpochMs): Version<Body>;
  version(name: string, version: number): Version<Body>;
}

/**
 * The published versions of documents of one kind, for those who decide: read from their streams once, kept while the process lives (a
 * version never changes).
 */
export class DocumentShelf<Body extends object> {
  readonly #versions = new Map<string, readonly Version<Body>[]>();

  /** @param documentInForce the name of the document that is in force */
  constructor(
    readonly kind: DocumentKind,
    private readonly store: EventStore,
    private readonly documentInForce: string,
  ) {}

  /** The version in force at an instant. Throws SlaError `policy-unknown` before the first publication. */
  async inForce(at: EpochMs): Promise<Version<Body>> {
    return (await this.book()).inForceAt(at);
  }

  /** One version. Throws SlaError `policy-unknown` where it was never published. */
  async version(name: string, version: number): Promise<Version<Body>> {
    return (await this.book({ name, version })).version(name, version);
  }

  /** The documents as a value, certain to hold the one in force and the version that something is pinned to. */
  async book(pinned?: VersionRef): Promise<DocumentBook<Body>> {
    await this.#load({ name: this.documentInForce, version: 1 });
    if (pinned !== undefined) await this.#load(pinned);
    const all = new Map(this.#versions);
    return {
      inForceAt: (at) => {
        const versions = all.get(this.documentInForce) ?? [];
        const inForce = versions.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? versions[0];
        return inForce ?? this.#unknown(this.documentInForce, 1);
      },
      version: (name, version) =>
        all.get(name)?.find((one) => one.version === version) ?? this.#unknown(name, version),
    };
  }

  /** Reads a document again, since a version of it came out. */
  async refresh(name: string): Promise<void> {
    const history = await this.store.readStream(this.kind.stream(name));
    const versions = history.map(({ data }) => {
      const stored = data as StoredVersion<Body>;
      return { ...stored, effectiveFrom: fromIso(stored.effectiveFrom) };
    });
    // A reading that began before a publication may end after the one that followed it.
    if (versions.length > (this.#versions.get(name)?.length ?? 0)) this.#versions.set(name, versions);
  }

  async #load({ name, version }: VersionRef): Promise<void> {
    const isKnown = this.#versions.get(name)?.some((one) => one.version === version) === true;
    if (!isKnown) await this.refresh(name);
  }

  #unknown(name: string, version: number): never {
    throw new SlaError('policy-unknown', `${this.kind.noun} ${name} has no version ${String(version)}`);
  }
}

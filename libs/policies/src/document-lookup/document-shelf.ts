import type { EventStore } from '@redress/event-store';
import type { EpochMs } from '@redress/kernel';
import { SlaError } from '@redress/sla';
import {
  inForceAt,
  versionsAfter,
  type DocumentKind,
  type Version,
  type VersionRef,
} from '../domain/versioned-document';

/** The versions of documents of one kind, to be handed to deciders as a value. Both throw SlaError `policy-unknown`. */
export interface DocumentBook<Body extends object> {
  /** The version in force at an instant: see `inForceAt`. */
  inForceAt(at: EpochMs): Version<Body>;
  version(name: string, version: number): Version<Body>;
}

/**
 * How old, in ms of machine time, the knowledge of which versions there are may be when something is decided by it. Reading the rest of a
 * stream takes 0.1 ms of a core, a seventh of what a registration takes in all: too much for each, nothing once a second.
 */
export const FRESH_MS = 1_000;

/** What is known of one document: its versions, after so many events of its stream. */
interface Known<Body extends object> {
  readonly versions: readonly Version<Body>[];
  readonly events: number;
}

const NOTHING = { versions: [], events: 0 } as const;

/**
 * The published versions of documents of one kind, for those who decide. What a version says never changes, so each is read once and kept
 * while the process lives.
 *
 * What is in force is the same in all processes within `FRESH_MS`: nobody decides by what was read longer ago, whoever published since. A
 * process never goes back behind a version that it has seen, and sees its own publications at once. While the store can't be read it
 * decides nothing once that time is over: what it decided could not be appended either.
 */
export class DocumentShelf<Body extends object> {
  readonly #known = new Map<string, Known<Body>>();
  /** The last reading of the document in force that has not failed. `begunAt` is machine time. */
  #reading: { readonly begunAt: number; readonly done: Promise<void> } | undefined;

  /** @param documentInForce the name of the document that is in force */
  constructor(
    readonly kind: DocumentKind<Body>,
    private readonly store: EventStore,
    readonly documentInForce: string,
  ) {}

  /** The version in force at an instant. Throws SlaError `policy-unknown` before the first publication, or EventStoreUnavailable. */
  async inForce(at: EpochMs): Promise<Version<Body>> {
    return (await this.book()).inForceAt(at);
  }

  /** One version. Throws SlaError `policy-unknown` where it was never published. */
  async version(name: string, version: number): Promise<Version<Body>> {
    return (await this.book({ name, version })).version(name, version);
  }

  /**
   * The documents as a value, certain to hold the one in force and the version that something is pinned to. Throws EventStoreUnavailable
   * where it would have to read and can't.
   */
  async book(pinned?: VersionRef): Promise<DocumentBook<Body>> {
    await this.#freshen();
    if (pinned !== undefined && !this.#isKnown(pinned)) await this.refresh(pinned.name);
    const all = new Map(this.#known);
    return {
      inForceAt: (at) => {
        const { versions } = all.get(this.documentInForce) ?? NOTHING;
        return inForceAt(versions, at) ?? this.#unknown(this.documentInForce, 1);
      },
      version: (name, version) =>
        all.get(name)?.versions.find((one) => one.version === version) ?? this.#unknown(name, version),
    };
  }

  /** Reads what of a document's stream is not known yet. Gives all versions, in order. */
  async refresh(name: string): Promise<readonly Version<Body>[]> {
    const fromRevision = this.#knownOf(name).events;
    const read = await this.store.readStream(this.kind.stream(name), { fromRevision });
    const known = this.#knownOf(name);
    // Another reading may have ended meanwhile, and brought some of them.
    const added = read.filter(({ revision }) => revision >= known.events);
    if (added.length === 0) return known.versions;
    const versions = added.reduce((before, event) => versionsAfter(before, event, this.kind), known.versions);
    this.#known.set(name, { versions, events: known.events + added.length });
    return versions;
  }

  /** Has the document in force read, by one reading for all who ask within `FRESH_MS`. */
  #freshen(): Promise<void> {
    const name = this.documentInForce;
    const now = performance.now();
    const last = this.#reading;
    // Before its first publication every question is asked anew: an event may have come of it already.
    const isRead =
      last !== undefined && now - last.begunAt < FRESH_MS && this.#knownOf(name).versions.length > 0;
    if (isRead) return last.done;
    const reading = { begunAt: now, done: this.refresh(name).then(() => undefined) };
    this.#reading = reading;
    reading.done.catch(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    return reading.done;
  }

  #knownOf(name: string): Known<Body> {
    return this.#known.get(name) ?? NOTHING;
  }

  #isKnown({ name, version }: VersionRef): boolean {
    return this.#knownOf(name).versions.some((one) => one.version === version);
  }

  #unknown(name: string, version: number): never {
    throw new SlaError('policy-unknown', `${this.kind.noun} ${name} has no version ${String(version)}`);
  }
}

import type { EpochMs, IsoInstant } from '@redress/kernel';

/** Names one published version of a document. */
export interface VersionRef {
  readonly name: string;
  readonly version: number;
}

/** One published version of a document; it never changes. It holds from `effectiveFrom` on, until a later version does. */
export type Version<Body extends object> = VersionRef & { readonly effectiveFrom: EpochMs } & Body;

/** A version as it stands in its event. */
export type StoredVersion<Body extends object> = VersionRef & { readonly effectiveFrom: IsoInstant } & Body;

/** A document as its author writes it. Without `effectiveFrom` it holds from its publication on. */
export type Draft<Body extends object> = { readonly name: string; readonly effectiveFrom?: EpochMs } & Body;

/** What tells one kind of versioned document from another. */
export interface DocumentKind {
  /** What the documents are called in messages. */
  readonly noun: string;
  /** The event by which a version comes out. */
  readonly published: string;
  /** The stream of all versions of a document. */
  readonly stream: (name: string) => string;
}

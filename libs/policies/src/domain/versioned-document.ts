import { isDeepStrictEqual } from 'node:util';
import { fromIso, type EpochMs, type IsoInstant } from '@redress/kernel';

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

/** A version, read from its event. */
export const versionOf = <Body extends object>(stored: StoredVersion<Body>): Version<Body> => ({
  ...stored,
  effectiveFrom: fromIso(stored.effectiveFrom),
});

/** What tells one kind of versioned document from another. */
export interface DocumentKind<Body extends object> {
  /** What the documents are called in messages. */
  readonly noun: string;
  /** The event by which a version comes out. */
  readonly published: string;
  /** The stream of all versions of a document. */
  readonly stream: (name: string) => string;
  /** What of a version its author has said, where its publication adds to that. By default all of it. */
  readonly asWritten?: (version: Version<Body>) => object;
}

/** Whether a version says what a draft says: all of it, or as far as `asWritten` goes. */
export function says<Body extends object>(
  version: Version<Body>,
  draft: Draft<Body>,
  asWritten: (version: Version<Body>) => object = (all) => all,
): boolean {
  const drafted = {
    ...draft,
    version: version.version,
    effectiveFrom: draft.effectiveFrom ?? version.effectiveFrom,
  };
  return isDeepStrictEqual(asWritten(version), asWritten(drafted));
}

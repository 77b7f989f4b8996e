import { isDeepStrictEqual } from 'node:util';
import { fromIso, type DomainEvent, type EpochMs, type IsoInstant } from '@redress/kernel';

/** Names one published version of a document. */
export interface VersionRef {
  readonly name: string;
  readonly version: number;
}

/** One published version of a document; it never changes. It holds from `effectiveFrom` on, until a later version does. */
export type Version<Body extends object> = VersionRef & {
  readonly effectiveFrom: EpochMs;
  /** From when on nothing new falls under it; what fell under it before still does. */
  readonly withdrawnAt?: EpochMs;
} & Body;

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
  /** The event by which a version is withdrawn, where that can be. */
  readonly withdrawn?: string;
  /** The stream of all versions of a document. */
  readonly stream: (name: string) => string;
  /** What of a version its author has said, where its publication adds to that. By default all of it. */
  readonly asWritten?: (version: Version<Body>) => object;
}

/** All versions after one more event of their stream; what is neither a publication nor a withdrawal changes none. */
export function versionsAfter<Body extends object>(
  versions: readonly Version<Body>[],
  { type, data, occurredAt }: Pick<DomainEvent, 'type' | 'data' | 'occurredAt'>,
  kind: Pick<DocumentKind<Body>, 'published' | 'withdrawn'>,
): readonly Version<Body>[] {
  // The stream holds the events of its kind only, and each kind has its own types.
  if (type === kind.published) return [...versions, versionOf(data as StoredVersion<Body>)];
  if (type !== kind.withdrawn) return versions;
  const { version } = data as VersionRef;
  return versions.map((one) => (one.version === version ? { ...one, withdrawnAt: occurredAt } : one));
}

/**
 * The version in force at an instant: of those that are not withdrawn by then the last one effective by then, else the first there is.
 * Undefined where none is left.
 */
export function inForceAt<Body extends object>(
  versions: readonly Version<Body>[],
  at: EpochMs,
): Version<Body> | undefined {
  const standing = versions.filter(({ withdrawnAt = Infinity }) => at < withdrawnAt);
  return standing.findLast(({ effectiveFrom }) => effectiveFrom <= at) ?? standing[0];
}

/** How a version came out and what became of it: no author says that. */
const LIFE: readonly string[] = ['draft', 'scope', 'range', 'withdrawnAt'];

const withoutLife = (version: object): object =>
  Object.fromEntries(Object.entries(version).filter(([key]) => !LIFE.includes(key)));

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
  return isDeepStrictEqual(withoutLife(asWritten(version)), withoutLife(asWritten(drafted)));
}

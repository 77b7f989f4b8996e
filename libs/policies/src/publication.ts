import type { Decided } from '@redress/event-store';

/** How to publish. */
export interface PublishOptions {
  /** Whether what says what an earlier version said comes into force again, as a new version. Default true. */
  readonly mayGoBack?: boolean;
}

/** What became of a publication. */
export interface Published extends Decided {
  /** Set where nothing was published since it says what an earlier version said, and may not go back. */
  readonly left?: LeftVersion;
}

/** The version that says it, and the newest one. */
export interface LeftVersion {
  readonly version: number;
  readonly newest: number;
}

/** What became of a publication, seen from all versions as they are now; `isAlike` knows those that say what was to be published. */
export function published<Version extends { readonly version: number }>(
  decided: Decided,
  { mayGoBack = true }: PublishOptions,
  versions: readonly Version[],
  isAlike: (version: Version) => boolean,
): Published {
  const [alike, newest] = [versions.findLast(isAlike), versions.at(-1)];
  const isLeft = !mayGoBack && !decided.changed && alike !== newest;
  if (!isLeft || alike === undefined || newest === undefined) return decided;
  return { ...decided, left: { version: alike.version, newest: newest.version } };
}

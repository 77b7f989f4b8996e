import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs, RecordedEvent } from '@redress/kernel';

/** How to publish. */
export interface PublishOptions {
  /** Whether what says what an earlier version said comes into force again, as a new version. Default true. */
  readonly mayGoBack?: boolean;
}

/** What became of a publication. */
export interface Published extends Decided {
  /**
   * Set where nothing was published since it says what an earlier version said, and may not go back, or what the newest one said before it
   * was withdrawn.
   */
  readonly left?: LeftVersion;
}

/** The version that says it, and the newest one. */
export interface LeftVersion {
  readonly version: number;
  readonly newest: number;
}

/**
 * Whether what says what an earlier version said, or a withdrawn one, comes into force again. What a person has published or withdrawn is
 * for a person to change: a process that starts with an older file does not undo it. `changes`: the types of the events that do either.
 */
export function mayGoBack(
  { mayGoBack = true }: PublishOptions,
  { actor }: CommandOrigin,
  history: readonly RecordedEvent[],
  changes: readonly (string | undefined)[],
): boolean {
  const latest = history.findLast(({ type }) => changes.includes(type));
  const isByPerson = latest !== undefined && latest.actor.kind !== 'system';
  return mayGoBack && !(isByPerson && actor.kind === 'system');
}

/** What became of a publication, seen from all versions as they are now; `isAlike` knows those that say what was to be published. */
export function published<Version extends { readonly version: number; readonly withdrawnAt?: EpochMs }>(
  decided: Decided,
  versions: readonly Version[],
  isAlike: (version: Version) => boolean,
): Published {
  const [alike, newest] = [versions.findLast(isAlike), versions.at(-1)];
  if (decided.changed || alike === undefined || newest === undefined) return decided;
  if (alike === newest && alike.withdrawnAt === undefined) return decided;
  return { ...decided, left: { version: alike.version, newest: newest.version } };
}

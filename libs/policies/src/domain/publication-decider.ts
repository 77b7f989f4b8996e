import { isDeepStrictEqual } from 'node:util';
import { toIso, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import type { Draft, StoredVersion } from './versioned-document';

/** A document to be published as it stands. It is made of JSON only. */
export interface PublicationOrder<Body extends object> {
  readonly document: Draft<Body>;
  readonly now: EpochMs;
}

/** The event by which a version comes out: of the same shape for every kind of document. */
export type Publication<Type extends string, Body extends object> = DomainEvent<Type, 1, StoredVersion<Body>>;

/** Publishes a new version where the document says something else than the newest one. The state is the newest version, if any. */
export const publicationDecider = <Type extends string, Body extends object>(
  type: Type,
): Decider<StoredVersion<Body> | undefined, PublicationOrder<Body>, Publication<Type, Body>> => ({
  initial: undefined,
  decide({ document, now }, newest) {
    const as = (version: number, effectiveFrom: string): StoredVersion<Body> => ({
      ...document,
      version,
      effectiveFrom: document.effectiveFrom === undefined ? effectiveFrom : toIso(document.effectiveFrom),
    });
    if (newest !== undefined && isDeepStrictEqual(newest, as(newest.version, newest.effectiveFrom)))
      return [];
    const data = as((newest?.version ?? 0) + 1, toIso(now));
    return [{ type, version: 1, occurredAt: now, data }];
  },
  evolve: (_, event) => event.data,
});

import { toIso, type Decider, type DomainEvent, type EpochMs } from '@redress/kernel';
import {
  says,
  versionsAfter,
  type DocumentKind,
  type Draft,
  type StoredVersion,
  type Version,
} from './versioned-document';

/** A document to be published as it stands. It is made of JSON only. */
export interface PublicationOrder<Body extends object> {
  readonly document: Draft<Body>;
  readonly now: EpochMs;
  /** Whether a document that says what an earlier version said comes into force again, as a new version. Default true. */
  readonly mayGoBack?: boolean;
}

/** The event by which a version comes out: of the same shape for every kind of document. */
export type Publication<Type extends string, Body extends object> = DomainEvent<Type, 1, StoredVersion<Body>>;

/** Publishes a new version where the document says something else than the newest one. The state is all versions, in order. */
export const publicationDecider = <Type extends string, Body extends object>(
  type: Type,
  { asWritten, withdrawn }: Pick<DocumentKind<Body>, 'asWritten' | 'withdrawn'> = {},
): Decider<readonly Version<Body>[], PublicationOrder<Body>, Publication<Type, Body>> => ({
  initial: [],
  decide({ document, now, mayGoBack = true }, versions) {
    const newest = versions.at(-1);
    const isStanding = newest?.withdrawnAt === undefined;
    if (newest !== undefined && says(newest, document) && (isStanding || !mayGoBack)) return [];
    const alike = versions.findLast((version) => says(version, document, asWritten));
    if (!mayGoBack && alike !== undefined && alike !== newest) return [];
    const data = {
      ...document,
      version: (newest?.version ?? 0) + 1,
      effectiveFrom: toIso(document.effectiveFrom ?? now),
    };
    return [{ type, version: 1, occurredAt: now, data }];
  },
  evolve: (versions, event) =>
    versionsAfter(versions, event, { published: type, ...(withdrawn === undefined ? {} : { withdrawn }) }),
});

import type { IsoInstant } from '@redress/kernel';

/**
 * Whom a publication touches: `prospective` new cases alone · `open-cases` also those that are open: their targets are chosen anew ·
 * `reassess` also what ended in a range of the past: it is judged again, and both verdicts are kept.
 */
export const PUBLICATION_SCOPES = ['prospective', 'open-cases', 'reassess'] as const;
export type PublicationScope = (typeof PUBLICATION_SCOPES)[number];

/** From one instant, included, to another, not included. */
export interface InstantRange {
  readonly from: IsoInstant;
  readonly to: IsoInstant;
}

/** How a version came out, beside what it says. */
export interface PublicationTerms {
  /** The draft that it was. Left out: it was published from a file. */
  readonly draft?: number;
  /** Left out: `prospective`. */
  readonly scope?: PublicationScope;
  /** Of `reassess`: when what is judged again ended. */
  readonly range?: InstantRange;
}

import type { ReadModel } from '../read-model';

/** A change of a row, as those who watch it are to be told. */
export interface LiveChange {
  readonly changeNo: number;
  /** Whom it concerns: a watcher of any of these is told. */
  readonly topics: readonly string[];
  /** Tells the row apart from all others: of several changes of one row the last is told. */
  readonly key: string;
  /** What kind of event: kebab-case. */
  readonly event: string;
  readonly body: object;
}

/** A piece of all rows of a topic. */
export interface LivePage<Place> {
  readonly body: object;
  /** Behind the last row of this piece; undefined where it is the last piece. */
  readonly next: Place | undefined;
}

/** Rows of one projection whose changes are followed, all in tables with change numbers. */
export interface ChangeSource {
  readonly projection: string;
  /** Those that are read. */
  readonly tables: readonly string[];
  /**
   * The rows that changed after a number, in the order of their numbers, at most `limit`: of everybody, or of some topics. Whatever is told
   * of a row that is in a topic no more is told here as well.
   */
  changes(
    query: ReadModel['query'],
    options: { readonly after: number; readonly limit: number; readonly topics?: readonly string[] },
  ): Promise<readonly LiveChange[]>;
}

/** Likewise rows that are shown as well, and how they are told. */
export interface LiveSource<Place = unknown> extends ChangeSource {
  /** The body of a piece without rows. */
  readonly nothing: object;
  /** The topics that have rows: for those who watch all. */
  topics(query: ReadModel['query']): Promise<readonly string[]>;
  /** The rows of a topic that have not changed after a number, from a place on, at most `limit`. */
  page(
    query: ReadModel['query'],
    options: {
      readonly topic: string;
      readonly after: Place | undefined;
      readonly changedUpTo: number;
      readonly limit: number;
    },
  ): Promise<LivePage<Place>>;
}

/** A change as it is told; made once for all who are told of it. */
export interface LiveFrame {
  /** What a watcher gives back to go on from here. */
  readonly id?: string;
  readonly event: string;
  /** The members of a JSON object, without its braces: what is the same for all is encoded once. */
  readonly members: string;
}

/** The members of a body as JSON, to be put together with others. */
export const membersOf = (body: object): string => JSON.stringify(body).slice(1, -1);

import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { Channel } from './channel';
import type { LeasedNotification, NewNotification, Notification, NotificationState } from './notification';

/** Nest token of the NotificationOutbox in use. */
export const NOTIFICATION_OUTBOX = Symbol('NotificationOutbox');

/** A question for entries, the newest events first. */
export interface NotificationQuestion {
  readonly state?: NotificationState;
  readonly destination?: string;
  readonly limit: number;
  /** The last entry of the page before. */
  readonly after?: { readonly position: string; readonly id: string };
}

/** How many entries of a destination are not delivered. */
export interface Standing {
  readonly waiting: number;
  /** Given up, and not ordered again since. */
  readonly failed: number;
  /** For how long the oldest of those that wait has waited, in ms of machine time; undefined where none does. */
  readonly oldestWaitingMs: number | undefined;
}

/** A destination at the address that it has now. */
export type Address = Pick<Channel, 'name' | 'address'>;

/** Why a message did not arrive, and how to go on. Machine time. */
export interface FailedAttempt {
  /** Kebab-case, such as `http-500` or `timeout`; no text of the other side. */
  readonly error: string;
  /** After its n-th attempt it waits `firstMs` doubled n-1 times, at most `maxMs`. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** Given up where it has been waiting for so long. */
  readonly giveUpAfterMs: number;
}

/** Which entries are to be sent again: to a destination, of events recorded in a range of business time. */
export interface ReplayRange {
  readonly destination: string;
  readonly from: EpochMs;
  /** Not included. */
  readonly to: EpochMs;
}

/**
 * What the outside is to be told, each entry known by its event and destination. Entries are sent at least once, under the same key each
 * time, and those of a stream to a destination in the order of the log: a later one waits until the earlier one is delivered or given up.
 */
export interface NotificationOutbox {
  /** Adds entries; one that is there already stays as it is. */
  put(entries: readonly NewNotification[]): Promise<void>;
  /**
   * Takes up to `limit` entries whose time has come, of different streams, for `leaseMs` of machine time: nobody else is given them
   * meanwhile. None where the destination is closed at this address.
   */
  lease(
    to: Address,
    options: { readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly LeasedNotification[]>;
  /** False, and nothing noted, where another sender has taken it over. */
  delivered(entry: Pick<LeasedNotification, 'id' | 'lease'>): Promise<boolean>;
  /** Gives what became of it; undefined where another sender has taken it over. */
  failed(
    entry: Pick<LeasedNotification, 'id' | 'lease'>,
    attempt: FailedAttempt,
  ): Promise<'waiting' | 'failed' | undefined>;
  /** Gives up what has been waiting for so long for destinations that nothing is sent to; gives how many. */
  giveUp(options: {
    readonly unless: readonly string[];
    readonly error: string;
    readonly giveUpAfterMs: number;
  }): Promise<number>;
  /** Forgets what was delivered so long ago; gives how many. */
  forget(options: { readonly deliveredForMs: number }): Promise<number>;
  /** A destination said that it is gone for ever. It is sent nothing more at this address, until a replay. */
  close(at: Address): Promise<void>;
  /** The address at which each closed destination is gone. */
  closed(): Promise<ReadonlyMap<string, string>>;
  /** How the destinations stand; none for whom all was delivered. */
  standing(): Promise<ReadonlyMap<string, Standing>>;
  list(question: NotificationQuestion): Promise<readonly Notification[]>;
  /**
   * Has the entries of a range sent again, with the same keys, and opens the destination where it was closed. `entries`: how many; 0 and not
   * `changed` where this command was done before. Throws DomainError `idempotency-key-reused`.
   */
  replay(
    range: ReplayRange,
    origin: CommandOrigin,
  ): Promise<{ readonly entries: number; readonly changed: boolean }>;
  /**
   * Has one entry sent at once, whatever became of it. Throws DomainErrors `not-found`, `revision-stale` (where it was sent since `ifMatch`
   * attempts) and `idempotency-key-reused`.
   */
  retry(id: string, origin: CommandOrigin): Promise<{ readonly attempts: number; readonly changed: boolean }>;
}

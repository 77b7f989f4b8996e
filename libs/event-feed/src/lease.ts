/** The right to do something that one process does at a time. */
export interface Lease {
  /** Higher than that of all who held it before. */
  readonly epoch: number;
  /** Aborts as soon as it is known, or must be feared, that another one may hold it. */
  readonly lost: AbortSignal;
  /** Lets another one have it at once. */
  release(): Promise<void>;
}

/** Who gives out a lease. */
export interface Leases<Held extends Lease = Lease> {
  /** Waits until nobody else holds the lease; undefined: the signal aborted first. Throws where that can't be found out. */
  acquire(signal: AbortSignal): Promise<Held | undefined>;
}

/** Another one has taken over, or may have. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

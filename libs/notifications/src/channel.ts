import type { LeasedNotification } from './notification';

/** What came of sending a message. `error`: kebab-case, and nothing that the other side wrote. */
export type Delivery =
  | { readonly ok: true }
  /** `gone`: it said that it is never to be told anything again. */
  | { readonly ok: false; readonly error: string; readonly gone?: true };

/** A destination that messages can be sent to now. */
export interface Channel {
  readonly name: string;
  /** What tells its address from another one; a digest, for it may hold secrets. */
  readonly address: string;
  /** Takes no longer than a lease. Does not throw for what the other side does. */
  deliver(entry: LeasedNotification): Promise<Delivery>;
}

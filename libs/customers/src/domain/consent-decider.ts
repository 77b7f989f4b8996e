import { DomainError, toIso, type Decider, type EpochMs } from '@redress/kernel';
import type { ConsentScope, ContactChannel, ContactConsentChanged } from '../events';

/** The customer's last word on one channel and scope. */
export interface Consent {
  readonly channel: ContactChannel;
  readonly scope: ConsentScope;
  readonly allowed: boolean;
  readonly saidAt: EpochMs;
}

/** What a customer said, in the order in which they first spoke of it. The key is that of `consentKey`. */
export type ConsentsOnRecord = ReadonlyMap<string, Consent>;

/** Names a channel and a scope together: `phone:care`. */
export const consentKey = (channel: ContactChannel, scope: ConsentScope): string => `${channel}:${scope}`;

export interface ConsentOrder {
  readonly customerId: string;
  readonly channel: ContactChannel;
  readonly scope: ConsentScope;
  readonly allowed: boolean;
  /** When the customer said so, where the sender may tell; else it is said now. */
  readonly occurredAt?: EpochMs;
  readonly now: EpochMs;
}

/**
 * The last word holds; the same word again changes nothing.
 * Throws DomainErrors `occurred-in-future`, and `occurred-out-of-order` for another word than the last, said before it.
 */
export const consentDecider: Decider<ConsentsOnRecord, ConsentOrder, ContactConsentChanged> = {
  initial: new Map(),
  decide({ customerId, channel, scope, allowed, occurredAt, now }, consents) {
    const last = consents.get(consentKey(channel, scope));
    if (occurredAt !== undefined && occurredAt > now) {
      throw invalidOccurredAt('occurred-in-future', 'lies in the future');
    }
    if (last?.allowed === allowed) return [];
    if (occurredAt !== undefined && last !== undefined && occurredAt < last.saidAt) {
      throw invalidOccurredAt(
        'occurred-out-of-order',
        'lies before the last word on this channel and scope',
        {
          latestFactAt: toIso(last.saidAt),
        },
      );
    }
    // The clocks of two servers may differ by a little.
    const saidAt = occurredAt ?? Math.max(now, last?.saidAt ?? now);
    const data = { customerId, channel, scope, allowed };
    return [{ type: 'ContactConsentChanged', version: 1, occurredAt: saidAt, data }];
  },
  evolve: (consents, { data: { channel, scope, allowed }, occurredAt: saidAt }) =>
    new Map(consents).set(consentKey(channel, scope), { channel, scope, allowed, saidAt }),
};

const invalidOccurredAt = (
  code: string,
  reason: string,
  more: Readonly<Record<string, unknown>> = {},
): DomainError =>
  new DomainError('invalid', code, `occurredAt ${reason}.`, {
    errors: [{ field: 'occurredAt', code, reason }],
    ...more,
  });

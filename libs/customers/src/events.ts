import type { DomainEvent } from '@redress/kernel';

/** The channels on which a customer may allow or forbid to be contacted by us. */
export const CONTACT_CHANNELS = ['phone', 'sms', 'email', 'chat', 'letter'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** What a customer allows. `care` are calls of our own making; what is promised on the customer's wish needs no further consent. */
export const CONSENT_SCOPES = ['service', 'care'] as const;
export type ConsentScope = (typeof CONSENT_SCOPES)[number];

/** The customer said that we may, or may not any more, contact them on a channel. The last word on a channel and scope holds. */
export type ContactConsentChanged = DomainEvent<
  'ContactConsentChanged',
  1,
  {
    readonly customerId: string;
    readonly channel: ContactChannel;
    readonly scope: ConsentScope;
    readonly allowed: boolean;
  }
>;

export type CustomerEvent = ContactConsentChanged;

export const customerStream = (customerId: string): string => `customer-${customerId}`;

import type { AboutCallback, CallbackEvent } from '@redress/callbacks';
import type { EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import { bookOf, policyByPriority } from './promises';

/** A contact policy for specs: calls from 08:00 to 21:00 in London, two attempts a day an hour apart, three in all. */
export const CONTACT_POLICY: ContactPolicy = {
  name: 'test-contact',
  version: 1,
  effectiveFrom: 0,
  quietHours: { from: '21:00', to: '08:00' },
  timeZone: 'Europe/London',
  attempts: { perDay: 2, apart: 'PT1H', most: 3 },
  ownerFirst: 'PT30M',
  careNeedsConsent: true,
  followUp: { kinds: ['complaint'], opensAfter: 'PT24H', within: 'PT72H' },
  closing: { unaskedKinds: [], whenSatisfied: true, whenUnreachable: false },
  repeatWithinDays: 90,
};

/** Names it in events. */
export const CONTACT_POLICY_REF = { name: CONTACT_POLICY.name, version: CONTACT_POLICY.version };

/** What every command to a callback brings along when a spec does not care: by agent-1, of a customer who never said a word about it. */
export const CALLBACK_CONTEXT = {
  policies: bookOf(policyByPriority({})),
  contactPolicy: CONTACT_POLICY,
  consents: new Map<string, boolean>(),
  actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
  why: {},
} as const;

/** What all facts of a callback say when a spec does not care; it is promised for two hours of a morning. */
export const CALLBACK_ABOUT = {
  callbackId: 'callback-1',
  complaintId: 'case-1',
  customerId: 'customer-1',
  purpose: 'promise',
  team: 'front-desk',
  owner: 'agent-1',
  windowNumber: 1,
  window: { from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T12:00:00.000Z' },
} as const satisfies AboutCallback;

/** Makes facts of a callback: `fact(type, minutes after t0, data)`. */
export const callbackFactsFrom =
  (t0: EpochMs) =>
  <Type extends CallbackEvent['type']>(
    type: Type,
    minutes: number,
    data: Extract<CallbackEvent, { type: Type }>['data'],
  ) =>
    ({ type, version: 1, occurredAt: t0 + minutes * 60_000, data }) as Extract<CallbackEvent, { type: Type }>;

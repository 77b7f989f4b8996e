import type { ComplaintEvent } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';

/** What is registered of a case when a spec does not care. */
export const CASE_FACTS = {
  complaintId: 'case-1',
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  tier: 'standard',
  specialCare: false,
  customerId: 'customer-1',
  team: 'front-desk',
} as const;

/** The rule that judges it under a policy of `policyByPriority` with a rule for each of 1, 2 and 3. */
export const CASE_POLICY: PolicyRef = { name: 'test', version: 1, rule: 3 };

/** Makes facts of a case: `fact(type, minutes after t0, data)`. */
export const complaintFactsFrom =
  (t0: EpochMs) =>
  <Type extends ComplaintEvent['type']>(
    type: Type,
    minutes: number,
    data: Extract<ComplaintEvent, { type: Type }>['data'],
  ) =>
    ({ type, version: 1, occurredAt: t0 + minutes * 60_000, data }) as Extract<
      ComplaintEvent,
      { type: Type }
    >;

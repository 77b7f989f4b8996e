import type { Policy } from '@redress/sla';

/** What a policy says beside its name and version. */
export type SlaRules = Pick<Policy, 'rules'>;

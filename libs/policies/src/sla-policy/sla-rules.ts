import type { Policy } from '@redress/sla';
import type { PublicationTerms } from './publication-terms';

/** What a policy says beside its name and version. */
export type SlaRules = Pick<Policy, 'rules' | 'clocks'>;

/** What a published version of a policy says, and how it came out. */
export type PolicyBody = SlaRules & PublicationTerms;

import { fromIso, type RecordedEvent } from '@redress/kernel';
import { versionsAfter, type Draft, type Version } from '../domain/versioned-document';
import { POLICY_EVENTS, type PolicyDrafted, type PolicyPublished, type PolicyWithdrawn } from '../events';
import type { PolicyBody, SlaRules } from './sla-rules';

/** Every event of the stream of a policy. */
export type PolicyLifeEvent = PolicyPublished | PolicyDrafted | PolicyWithdrawn;

/** What was put down to become a version. */
export interface PolicyDraft {
  readonly draft: number;
  readonly document: Draft<SlaRules>;
}

/** A policy with all that became of it. */
export interface PolicyLife {
  /** In their order. */
  readonly versions: readonly Version<PolicyBody>[];
  /** The latest one, published or not. */
  readonly draft: PolicyDraft | undefined;
}

export const NO_POLICY: PolicyLife = { versions: [], draft: undefined };

/** Folds one event of the stream of a policy. */
export const evolvePolicy = (life: PolicyLife, event: PolicyLifeEvent): PolicyLife =>
  event.type === 'PolicyDrafted'
    ? { ...life, draft: draftOf(event) }
    : { ...life, versions: versionsAfter(life.versions, event, POLICY_EVENTS) };

function draftOf({ data: { draft, effectiveFrom, ...said } }: PolicyDrafted): PolicyDraft {
  return {
    draft,
    document: { ...said, ...(effectiveFrom === undefined ? {} : { effectiveFrom: fromIso(effectiveFrom) }) },
  };
}

/** The draft that can be published: the latest one, while it has not become a version. */
export const openDraft = ({ versions, draft }: PolicyLife): PolicyDraft | undefined =>
  versions.some((version) => draft !== undefined && version.draft === draft.draft) ? undefined : draft;

/** The versions that are not withdrawn. */
export const standing = ({ versions }: PolicyLife): readonly Version<PolicyBody>[] =>
  versions.filter(({ withdrawnAt }) => withdrawnAt === undefined);

/** What the events of a stream of a policy come to. */
export const lifeOf = (history: readonly RecordedEvent[]): PolicyLife =>
  // The stream of a policy holds its own events only.
  history.reduce((life, event) => evolvePolicy(life, event as PolicyLifeEvent), NO_POLICY);

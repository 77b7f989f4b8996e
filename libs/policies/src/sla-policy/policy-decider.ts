import { isDeepStrictEqual } from 'node:util';
import { DomainError, toIso, type Decider, type EpochMs } from '@redress/kernel';
import type { Draft } from '../domain/versioned-document';
import type { PolicyDrafted, PolicyPublished, PolicyWithdrawn } from '../events';
import {
  evolvePolicy,
  NO_POLICY,
  openDraft,
  standing,
  type PolicyLife,
  type PolicyLifeEvent,
} from './policy-life';
import type { PublicationTerms } from './publication-terms';
import type { SlaRules } from './sla-rules';

/** What a person can do with a policy. */
export type PolicyOrder =
  | { readonly type: 'DraftPolicy'; readonly document: Draft<SlaRules> }
  | {
      readonly type: 'PublishDraft';
      readonly draft: number;
      readonly terms: Omit<PublicationTerms, 'draft'>;
      /** What the open draft says, with the newest versions of its calendars; undefined where none is open. */
      readonly rules: SlaRules | undefined;
    }
  | { readonly type: 'WithdrawPolicy'; readonly version: number; readonly reason?: string };

export type PolicyCommand = PolicyOrder & { readonly now: EpochMs };

type Told<Type extends PolicyOrder['type']> = Extract<PolicyCommand, { type: Type }>;

/** The decider of the stream `policy-<name>` for what persons do: draft → published → withdrawn. Nothing is ever deleted. */
export const policyDecider: Decider<PolicyLife, PolicyCommand, PolicyLifeEvent> = {
  initial: NO_POLICY,
  decide(command, life) {
    switch (command.type) {
      case 'DraftPolicy':
        return draft(command, life);
      case 'PublishDraft':
        return publish(command, life);
      case 'WithdrawPolicy':
        return withdraw(command, life);
    }
  },
  evolve: evolvePolicy,
};

function draft({ document, now }: Told<'DraftPolicy'>, life: PolicyLife): readonly PolicyDrafted[] {
  const open = openDraft(life);
  if (open !== undefined && isDeepStrictEqual(open.document, document)) return [];
  const { effectiveFrom, ...said } = document;
  const data = {
    ...said,
    draft: (life.draft?.draft ?? 0) + 1,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom: toIso(effectiveFrom) }),
  };
  return [{ type: 'PolicyDrafted', version: 1, occurredAt: now, data }];
}

/** Throws DomainErrors `not-found`, `draft-replaced` and `scope-needs-effect`. */
function publish(command: Told<'PublishDraft'>, life: PolicyLife): readonly PolicyPublished[] {
  const { now, terms } = command;
  if (life.versions.some((version) => version.draft === command.draft)) return [];
  const open = openDraft(life);
  if (open === undefined || command.draft > open.draft) throw notFound();
  if (command.draft < open.draft) {
    throw new DomainError('conflict', 'draft-replaced', 'Another draft has taken its place.', {
      draft: open.draft,
    });
  }
  const { document } = open;
  const effectiveFrom = document.effectiveFrom ?? now;
  if (terms.scope === 'open-cases' && effectiveFrom > now) {
    throw new DomainError(
      'invalid',
      'scope-needs-effect',
      'Open cases can fall under a version only once it is in force: publish it then, or for new cases alone.',
    );
  }
  const data = {
    ...document,
    ...command.rules,
    version: life.versions.length + 1,
    effectiveFrom: toIso(effectiveFrom),
    draft: open.draft,
    ...terms,
  };
  return [{ type: 'PolicyPublished', version: 1, occurredAt: now, data }];
}

/** Throws DomainErrors `not-found` and `last-version`. */
function withdraw(
  { version, reason, now }: Told<'WithdrawPolicy'>,
  life: PolicyLife,
): readonly PolicyWithdrawn[] {
  const found = life.versions.find((one) => one.version === version);
  if (found === undefined) throw notFound();
  if (found.withdrawnAt !== undefined) return [];
  if (standing(life).length === 1) {
    throw new DomainError(
      'illegal',
      'last-version',
      'It is the only version that is left: new cases would fall under none. Publish another one first.',
    );
  }
  const { name } = found;
  const data = { name, version, ...(reason === undefined ? {} : { reason }) };
  return [{ type: 'PolicyWithdrawn', version: 1, occurredAt: now, data }];
}

const notFound = (): DomainError =>
  new DomainError('not-found', 'not-found', 'There is nothing under this id.');

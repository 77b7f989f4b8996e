import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, toIso, type Clock, type EpochMs, type RecordedEvent } from '@redress/kernel';
import { PolicyShelf } from '../document-lookup/shelves';
import { inForcePeriods } from '../domain/in-force-periods';
import { inForceAt, type VersionRef } from '../domain/versioned-document';
import { POLICY_STREAMS, policyStream } from '../events';
import { lifeOf, openDraft, type PolicyLifeEvent } from '../sla-policy/policy-life';
import { writePolicy } from '../sla-policy/write-policy';
import type {
  PolicyDraftView,
  PolicySummary,
  PolicyVersionSummary,
  PolicyVersionView,
  PolicyView,
} from './policy-library.dto';

type Told<Type extends PolicyLifeEvent['type']> = RecordedEvent<Extract<PolicyLifeEvent, { type: Type }>>;

/**
 * What there is of policies, read from their streams: they are short, and nothing is newer. All throw DomainError `not-found` where there is
 * no such thing.
 */
@Injectable()
export class PolicyLibrary {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async list(): Promise<readonly PolicySummary[]> {
    const streams = await this.store.streamNames(POLICY_STREAMS);
    const names = streams.map((stream) => stream.slice(POLICY_STREAMS.length));
    return Promise.all(names.map(async (name) => this.#summaryOf(name, await this.#history(name))));
  }

  async policy(name: string): Promise<PolicyView> {
    const history = await this.#history(name);
    const { versions } = lifeOf(history);
    return {
      ...this.#summaryOf(name, history),
      history: versions.map(({ version }) => publicationOf(version, history)),
      periods: inForcePeriods(versions).map(({ version, from, to }) => ({
        version,
        from: isoOrNull(from),
        to: isoOrNull(to),
      })),
    };
  }

  async version({ name, version }: VersionRef): Promise<PolicyVersionView> {
    const history = await this.#history(name);
    const found = lifeOf(history).versions.find((one) => one.version === version);
    if (found === undefined) throw notFound();
    const { version: _, draft: __, scope: ___, range: ____, withdrawnAt: _____, ...written } = found;
    const { name: ______, effectiveFrom: _______, ...document } = written;
    return { name, publication: publicationOf(version, history), document, yaml: writePolicy(written) };
  }

  async draft(name: string): Promise<PolicyDraftView> {
    const history = await this.#history(name);
    const open = openDraft(lifeOf(history));
    const told = history.findLast(isOf('PolicyDrafted'));
    if (open === undefined || told === undefined) throw notFound();
    const { name: _, effectiveFrom, ...document } = open.document;
    return {
      name,
      draft: open.draft,
      effectiveFrom: isoOrNull(effectiveFrom),
      draftedAt: toIso(told.occurredAt),
      draftedBy: told.actor.id,
      document,
      yaml: writePolicy(open.document),
    };
  }

  #summaryOf(name: string, history: readonly RecordedEvent[]): PolicySummary {
    const life = lifeOf(history);
    return {
      name,
      inUse: name === this.shelf.documentInForce,
      versions: life.versions.length,
      inForce: inForceAt(life.versions, this.clock.now())?.version ?? null,
      draft: openDraft(life)?.draft ?? null,
    };
  }

  async #history(name: string): Promise<readonly RecordedEvent[]> {
    const history = await this.store.readStream(policyStream(name));
    if (history.length === 0) throw notFound();
    return history;
  }
}

const isOf =
  <Type extends PolicyLifeEvent['type']>(type: Type) =>
  (event: RecordedEvent): event is Told<Type> =>
    event.type === type;

/** How a version came out, and what became of it. */
function publicationOf(version: number, history: readonly RecordedEvent[]): PolicyVersionSummary {
  const published = history.filter(isOf('PolicyPublished')).find(({ data }) => data.version === version);
  const withdrawn = history.filter(isOf('PolicyWithdrawn')).find(({ data }) => data.version === version);
  if (published === undefined) throw notFound();
  const { effectiveFrom, draft = null, scope = 'prospective', range = null } = published.data;
  return {
    version,
    effectiveFrom,
    publishedAt: toIso(published.occurredAt),
    publishedBy: published.actor.id,
    ...{ scope, range, draft },
    withdrawnAt: isoOrNull(withdrawn?.occurredAt),
    withdrawnBy: withdrawn?.actor.id ?? null,
    withdrawnBecause: withdrawn?.data.reason ?? null,
  };
}

const isoOrNull = (at: EpochMs | undefined): string | null => (at === undefined ? null : toIso(at));

const notFound = (): DomainError =>
  new DomainError('not-found', 'not-found', 'There is nothing under this id.');

import { complaintStream, type CaseKind } from '@redress/complaints';
import type { EventStore } from '@redress/event-store';
import { newId, toIso, type Actor, type Clock, type CommandOrigin, type DomainEvent } from '@redress/kernel';
import type { PersonalData } from '@redress/personal-data';
import {
  authorityLimitsStream,
  AuthorityShelf,
  ContactPolicyShelf,
  contactPolicyStream,
  PolicyShelf,
  policyStream,
} from '@redress/policies';
import { CASE_FACTS, CASE_POLICY, CONTACT_POLICY, originOf } from '@redress/testing';
import {
  authorityUseDecider,
  authorityUseStream,
} from '../../libs/resolutions/src/domain/authority-use-decider';
import { ANN, LIMITS, POLICIES, T0 } from './resolution-case';
import type { AuthorityEvent } from '../../libs/resolutions/src/events';
import { AuthorityBook } from '../../libs/resolutions/src/change-resolution/authority-book';
import {
  ChangeResolution,
  type ResolutionChange,
} from '../../libs/resolutions/src/change-resolution/change-resolution.command';
import { ChangeResolutionHandler } from '../../libs/resolutions/src/change-resolution/change-resolution.handler';

/** Where remedies are decided on, on a store: the policy and the limits of the domain's specs are published there. */
export async function resolutionDesk(store: EventStore, personalData: PersonalData, clock: Clock) {
  const record = async (stream: string, partitionKey: string, event: DomainEvent): Promise<void> => {
    const commandId = newId();
    await store.append(stream, 'any', [
      {
        ...event,
        id: newId(),
        occurredAt: toIso(event.occurredAt),
        actor: ANN,
        commandId,
        correlationId: commandId,
        causationId: commandId,
        partitionKey,
      },
    ]);
  };
  for (const [type, stream, document] of [
    ['PolicyPublished', policyStream('test'), POLICIES.version('test', 1)],
    ['AuthorityLimitsPublished', authorityLimitsStream('test'), LIMITS],
    ['ContactPolicyPublished', contactPolicyStream(CONTACT_POLICY.name), CONTACT_POLICY],
  ] as const) {
    const data = { ...document, effectiveFrom: toIso(document.effectiveFrom) };
    await record(stream, stream, { type, version: 1, occurredAt: T0, data });
  }
  const policies = new PolicyShelf(store, 'test');
  const authority = new AuthorityShelf(store, 'test');
  const contactPolicies = new ContactPolicyShelf(store, CONTACT_POLICY.name);
  // Both keep what they have read, as they do in a running app.
  await Promise.all([policies.book(), authority.book(), contactPolicies.book()]);

  return {
    /** Registers a case. */
    register: (
      complaintId: string,
      customerId: string = CASE_FACTS.customerId,
      kind: CaseKind = CASE_FACTS.kind,
    ) =>
      record(complaintStream(complaintId), complaintId, {
        type: 'ComplaintRegistered',
        version: 1,
        occurredAt: T0,
        data: { ...CASE_FACTS, complaintId, customerId, kind, policy: CASE_POLICY },
      }),
    /** Sends a command, by default over another store than the desk's own. */
    send: (
      complaintId: string,
      change: ResolutionChange,
      origin: Partial<CommandOrigin> & { readonly actor: Actor },
      { over = store, note }: { readonly over?: EventStore; readonly note?: string } = {},
    ) =>
      new ChangeResolutionHandler(
        over,
        personalData,
        clock,
        policies,
        authority,
        contactPolicies,
        new AuthorityBook(over, clock),
      ).execute(
        new ChangeResolution(complaintId, change, note === undefined ? {} : { note }, originOf(origin)),
      ),
    /** The types of what is recorded of the resolutions of a case. */
    facts: async (complaintId: string) =>
      (await store.readStream(complaintStream(complaintId)))
        .map(({ type }) => type)
        .filter((type) => type.startsWith('Resolution')),
    /** The draws that count for a person. */
    draws: async ({ id }: Actor) =>
      (await store.readStream(authorityUseStream(id))).reduce(
        (draws, event) => authorityUseDecider.evolve(draws, event as DomainEvent as AuthorityEvent),
        authorityUseDecider.initial,
      ),
  };
}

export type ResolutionDesk = Awaited<ReturnType<typeof resolutionDesk>>;

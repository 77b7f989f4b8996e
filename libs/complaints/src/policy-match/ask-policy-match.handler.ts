import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, toIso } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { traceRules } from '@redress/sla';
import { complaintStream, pinnedPolicyOf } from '../complaint-stream';
import { subjectReader } from '../domain/subject-reader';
import { AskPolicyMatch } from './ask-policy-match.query';
import type { PolicyMatch } from './policy-match.dto';

/** Read from the stream of the case itself: there is nothing newer. */
@QueryHandler(AskPolicyMatch)
export class AskPolicyMatchHandler implements IQueryHandler<AskPolicyMatch> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly shelf: PolicyShelf,
  ) {}

  /** Throws DomainError `not-found` where there is no such case. */
  async execute({ complaintId }: AskPolicyMatch): Promise<PolicyMatch> {
    const history = await this.store.readStream(complaintStream(complaintId));
    const read = subjectReader();
    const facts = history.flatMap((event) => read(event) ?? []).at(-1);
    const pinned = pinnedPolicyOf(history);
    if (facts === undefined || pinned === undefined)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    const policy = await this.shelf.version(pinned.name, pinned.version);
    const { ref, passedOver } = traceRules(policy, facts);
    return { ...ref, effectiveFrom: toIso(policy.effectiveFrom), facts, passedOver };
  }
}

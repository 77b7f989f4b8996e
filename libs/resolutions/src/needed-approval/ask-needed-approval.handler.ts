import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { complaintStream } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, newId, type Clock } from '@redress/kernel';
import { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from '@redress/policies';
import { AuthorityBook } from '../change-resolution/authority-book';
import { drawFor, inForce, stateOf } from '../change-resolution/change-resolution.handler';
import type { Beyond } from '../domain/authority';
import type { ResolutionCommand } from '../domain/commands';
import { resolutionDecider } from '../domain/resolution-decider';
import { AskNeededApproval } from './ask-needed-approval.query';
import type { NeededApproval } from './needed-approval.dto';

/** Decides on a proposal as it would be decided on, and records nothing. */
@QueryHandler(AskNeededApproval)
export class AskNeededApprovalHandler implements IQueryHandler<AskNeededApproval> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    readonly policies: PolicyShelf,
    readonly authority: AuthorityShelf,
    readonly contactPolicies: ContactPolicyShelf,
    private readonly book: AuthorityBook,
  ) {}

  /** Throws the DomainErrors with which the proposal would be refused, and `not-found` where there is no such case. */
  async execute({ complaintId, remedies, actor }: AskNeededApproval): Promise<NeededApproval> {
    const history = await this.store.readStream(complaintStream(complaintId));
    if (history.length === 0)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    const now = this.clock.now();
    const resolutionId = newId();
    const proposal: ResolutionCommand = {
      type: 'ProposeResolution',
      resolutionId,
      remedies,
      why: {},
      actor,
      now,
      ...(await inForce(this, history, now)),
    };
    const decide = (overdrawn?: Beyond) =>
      resolutionDecider.decide(
        { ...proposal, ...(overdrawn === undefined ? {} : { overdrawn }) },
        stateOf(history),
      );
    const events = decide();
    const draw = drawFor(events, proposal, complaintId);
    const overdrawn =
      draw === undefined ? undefined : await this.book.foresee(actor.id, { ...draw, drawId: resolutionId });
    const request = (overdrawn === undefined ? events : decide(overdrawn)).find(
      ({ type }) => type === 'ResolutionApprovalRequested',
    );
    return request?.type === 'ResolutionApprovalRequested'
      ? {
          exceeds: request.data.exceeds,
          remaining: overdrawn?.remaining ?? null,
          approvers: request.data.approvers,
        }
      : { exceeds: null, remaining: null, approvers: [] };
  }
}

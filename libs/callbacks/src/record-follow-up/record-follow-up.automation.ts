import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Automation } from '@redress/automation';
import { ChangeCase } from '@redress/complaints';
import { fromIso, type CommandOrigin, type Recorded, type RecordedEvent } from '@redress/kernel';
import { ContactPolicyShelf, type ContactPolicy } from '@redress/policies';
import type { CallbackCompleted, CallbackUnreachable } from '../events';

type Ended = Recorded<CallbackCompleted | CallbackUnreachable>;

/**
 * The case hears what came of the call that asked after it, and goes on from there: it closes or begins anew, as the contact policy says.
 */
@Injectable()
export class RecordFollowUp implements Automation {
  readonly name = 'record-follow-up';
  readonly events = ['CallbackCompleted', 'CallbackUnreachable'];

  constructor(
    private readonly bus: CommandBus,
    private readonly contactPolicies: ContactPolicyShelf,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const ended = event as Ended;
    const { complaintId, callbackId, purpose } = ended.data;
    if (purpose !== 'follow-up' || complaintId === null) return;
    const policy = await this.contactPolicies.inForce(event.occurredAt);
    const order = { type: 'FollowUpComplaint', callbackId, ...answerOf(ended, policy) } as const;
    await this.bus.execute(new ChangeCase(complaintId, order, {}, origin, event.occurredAt));
  }
}

/** What the customer said, and whether the case closes with it. A follow-up is not completed without `satisfied`. */
function answerOf(ended: Ended, { closing }: ContactPolicy) {
  if (ended.type === 'CallbackUnreachable')
    return { outcome: 'unreachable', askedAt: ended.occurredAt, close: closing.whenUnreachable } as const;
  const { answers, reachedAt } = ended.data;
  return {
    outcome: answers.satisfied === true ? 'satisfied' : 'dissatisfied',
    askedAt: fromIso(reachedAt),
    ...(answers.csat === undefined ? {} : { csat: answers.csat }),
    close: closing.whenSatisfied,
  } as const;
}

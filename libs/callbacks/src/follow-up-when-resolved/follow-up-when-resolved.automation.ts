import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, type Automation } from '@redress/automation';
import { complaintStream, type ComplaintResolved } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { toIso, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { ContactPolicyShelf } from '@redress/policies';
import { parseDuration } from '@redress/sla';
import { ScheduleCallback } from '../schedule-callback/schedule-callback.command';
import { cancelFollowUp, followUpId } from './follow-up';
import { isToBeAsked } from './resolved-case';

/**
 * Whoever was helped is asked whether it helped: every resolved case of the kinds that the contact policy names gets a call, by whoever
 * resolved it, in the window that the policy says.
 *
 * The case may go on while the call is being scheduled, on another stream. So it is looked at once more afterwards: either this finds the
 * call overtaken and cancels it, or whatever overtook it comes later and `cancel-when-case-ends` finds the call.
 */
@Injectable()
export class FollowUpWhenResolved implements Automation {
  readonly name = 'follow-up-when-resolved';
  readonly events = ['ComplaintResolved'];

  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly contactPolicies: ContactPolicyShelf,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const resolved = event as RecordedEvent<ComplaintResolved>;
    if (resolved.data.followUp === false) return;
    if (await this.#isToBeAsked(resolved)) {
      await this.#schedule(resolved, origin);
      if (await this.#isToBeAsked(resolved)) return;
    }
    const { bus, store } = this;
    const late = { origin: furtherOrigin(origin, 'cancel'), at: event.occurredAt };
    await cancelFollowUp({ bus, store }, cycleOf(resolved), 'case-went-on', late);
  }

  async #isToBeAsked(resolved: RecordedEvent<ComplaintResolved>): Promise<boolean> {
    return isToBeAsked(resolved, await this.store.readStream(complaintStream(resolved.partitionKey)));
  }

  async #schedule(resolved: RecordedEvent<ComplaintResolved>, origin: CommandOrigin): Promise<void> {
    const { followUp } = await this.contactPolicies.inForce(resolved.occurredAt);
    const { team, agent, resolvedBy } = resolved.data;
    const after = (duration: string) => toIso(resolved.occurredAt + parseDuration(duration));
    const wanted = {
      ...cycleOf(resolved),
      purpose: 'follow-up',
      team,
      owner: resolvedBy ?? agent,
      window: { from: after(followUp.opensAfter), to: after(followUp.within) },
    } as const;
    const callbackId = followUpId(cycleOf(resolved));
    await this.bus.execute(new ScheduleCallback(callbackId, wanted, origin, {}, {}, resolved.occurredAt));
  }
}

const cycleOf = ({ partitionKey, data: { cycle } }: RecordedEvent<ComplaintResolved>) => ({
  complaintId: partitionKey,
  cycle,
});

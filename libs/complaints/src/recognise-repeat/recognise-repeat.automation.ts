import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, type Automation } from '@redress/automation';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import type { CommandOrigin, RecordedEvent } from '@redress/kernel';
import { ContactPolicyShelf } from '@redress/policies';
import { ReadModel, waitForCommand } from '@redress/read-model';
import { cases } from '../case-view/cases.projection';
import { ChangeCase } from '../change-case/change-case.command';
import type { ComplaintRegistered } from '../events';
import { neighbourOf, type RegisteredCase } from './neighbour-of';

const DAY_MS = 86_400_000;

/**
 * A complaint of the same customer in the same category, so many days after another one, is a repeat of the latest before it. Days are 24
 * hours.
 *
 * It looks in both directions: at the complaint before the one that was registered, and at the one after it. The read model may not show
 * yet what was registered elsewhere at the same moment; of two such complaints, whichever is looked at last finds the other one.
 */
@Injectable()
export class RecogniseRepeat implements Automation {
  readonly name = 'recognise-repeat';
  readonly events = ['ComplaintRegistered'];

  constructor(
    private readonly bus: CommandBus,
    private readonly readModel: ReadModel,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
    private readonly contactPolicies: ContactPolicyShelf,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const { complaintId, kind, category, customerId, splitFrom } = (
      event as RecordedEvent<ComplaintRegistered>
    ).data;
    if (kind !== 'complaint') return;
    const partition = this.feed.partitionOf(event.partitionKey);
    await waitForCommand(this.readModel, cases.name, { partition, position: event.position });
    const registered = {
      ...{ complaintId, category, customerId, registeredAt: event.occurredAt },
      ...(splitFrom === undefined ? {} : { splitFrom: splitFrom.otherId }),
    };
    const before = await neighbourOf(this.readModel, registered, 'before');
    if (before !== undefined) await this.#link(registered, before, origin);
    const after = await neighbourOf(this.readModel, registered, 'after');
    if (after !== undefined) await this.#link(after, registered, furtherOrigin(origin, after.complaintId));
  }

  /** Where the later one came soon enough. */
  async #link(later: RegisteredCase, earlier: RegisteredCase, origin: CommandOrigin): Promise<void> {
    const { repeatWithinDays } = await this.contactPolicies.inForce(later.registeredAt);
    if (later.registeredAt - earlier.registeredAt > repeatWithinDays * DAY_MS) return;
    const order = { type: 'LinkComplaint', otherId: earlier.complaintId, relation: 'repeat-of' } as const;
    await this.bus.execute(new ChangeCase(later.complaintId, order, {}, origin, later.registeredAt));
  }
}

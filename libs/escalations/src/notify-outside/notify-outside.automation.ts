import { Inject, Injectable } from '@nestjs/common';
import type { Automation } from '@redress/automation';
import type { EscalationRaised } from '@redress/clocks';
import { complaintStream } from '@redress/complaints';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import type { CommandOrigin, RecordedEvent } from '@redress/kernel';
import { NOTIFICATION_OUTBOX, type NewNotification, type NotificationOutbox } from '@redress/notifications';
import type { NotificationDestination, NotificationRules } from '@redress/policies';
import type { ToldRole } from '@redress/sla';
import { NotificationBook } from '../notification-channels/notification-book';
import { placementIn } from '../placement';
import { payloadOf, type Told } from './notification-payload';

/**
 * Puts into the outbox what the outside is to be told, by the document in force: the steps of ladders that tell somebody, and the events
 * that webhooks are subscribed to. An entry is known by its event and destination, so hearing an event again adds nothing.
 */
@Injectable()
export class NotifyOutside implements Automation {
  readonly name = 'notify-outside';
  #heard: { readonly rules: NotificationRules; readonly events: readonly string[] } | undefined;

  constructor(
    @Inject(NOTIFICATION_OUTBOX) private readonly outbox: NotificationOutbox,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly book: NotificationBook,
  ) {}

  /** As the document stands now. */
  get events(): readonly string[] {
    const rules = this.book.rules;
    if (this.#heard?.rules !== rules) this.#heard = { rules, events: eventsOf(rules) };
    return this.#heard.events;
  }

  async react(event: RecordedEvent, _origin: CommandOrigin): Promise<void> {
    const { rules } = this.book;
    const told = isRaised(event) ? await this.#told(event) : undefined;
    const entries = rules.destinations.flatMap((destination): NewNotification[] => {
      if (!isFor(destination, event.type, told)) return [];
      const recipient = destination.kind === 'agents' ? told?.agent : undefined;
      return [
        {
          destination: destination.name,
          ...(recipient === undefined || recipient === null ? {} : { recipient }),
          event,
          payload: payloadOf(event, { told, link: rules.link }),
        },
      ];
    });
    await this.outbox.put(entries);
  }

  /** Whom a step tells. Where nobody has the case, the shift leader is told what was for its agent: else nobody would be. */
  async #told(event: RecordedEvent<EscalationRaised>): Promise<Told | undefined> {
    const { action, to } = event.data;
    if (action !== 'tell') return undefined;
    const history = await this.store.readStream(complaintStream(event.partitionKey));
    const before = history.filter(({ position }) => position <= event.position);
    const agent = placementIn(before)?.agent ?? null;
    const role = to as ToldRole;
    return { role: role === 'agent' && agent === null ? 'shift-leader' : role, agent };
  }
}

const isRaised = (event: RecordedEvent): event is RecordedEvent<EscalationRaised> =>
  event.type === 'EscalationRaised';

const eventsOf = ({ destinations }: NotificationRules): readonly string[] => [
  ...new Set([
    'EscalationRaised',
    ...destinations.flatMap((destination) => (destination.kind === 'webhook' ? destination.events : [])),
  ]),
];

const isFor = (destination: NotificationDestination, type: string, told: Told | undefined): boolean =>
  (told !== undefined && destination.tell.includes(told.role)) ||
  (destination.kind === 'webhook' && destination.events.includes(type));

import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { invalidField, registrationOfBody, type CustomerBody } from '@redress/complaints';
import type { NamedCustomer } from '@redress/customers';
import type { Decided } from '@redress/event-store';
import { FINGERPRINT_KEY, fingerprintOf, invalidRequest } from '@redress/http';
import { CLOCK, DomainError, fromIso, type Clock, type CommandOrigin, type EpochMs } from '@redress/kernel';
import { ReceiveSignal, type ConcernedTold } from '../receive-signal/receive-signal.command';
import { RecordContact } from '../record-contact/record-contact.command';
import { caseNamedIn } from './case-named.dto';
import { ComplaintMessage } from './complaint-message.dto';
import { ContactMessage } from './contact-message.dto';
import { FACTS } from './fact-messages.dto';
import type { InboundMessage, MessageType } from './inbound-message';
import { commandIdOf } from './message-ids';
import { inWordsOfMessage } from './refusal';
import { SignalMessage, type ConcernedBody } from './signal-message.dto';
import { TOLD_FACTS, type AboutFact } from './told-facts';
import { validated } from './validated';

/** What became of a message, and what it was about. */
export interface Taken extends AboutFact {
  /** `repeated`: it had been taken before, or said nothing new. */
  readonly outcome: 'taken' | 'repeated';
  readonly contactId?: string;
  readonly signalId?: string;
}

/** How far the clocks of two systems may differ, in ms. */
const CLOCK_DIFFERENCE_MS = 60_000;

/** How often a fact is told again whose place among the others changes meanwhile. */
const ATTEMPTS = 3;

/**
 * Where everything arrives that outside systems hand in, whichever way it came: each message is handed on as the commands that HTTP has, in
 * the name of its source. A message that was taken before, known by its source and id, changes nothing.
 */
@Injectable()
export class InboundDesk {
  constructor(
    private readonly bus: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FINGERPRINT_KEY) private readonly fingerprintKey: Buffer,
  ) {}

  /**
   * Throws what `refusalIn` understands where the message is bad; it has changed nothing then. Anything else that is thrown is no fault of
   * the message: it can be handed in again.
   */
  async take(message: InboundMessage): Promise<Taken> {
    try {
      return await this.#takers[message.type](message, this.#originOf(message));
    } catch (error) {
      throw inWordsOfMessage(error);
    }
  }

  readonly #takers: Readonly<
    Record<MessageType, (message: InboundMessage, origin: CommandOrigin) => Promise<Taken>>
  > = {
    'redress.intake.complaint.v1': async (message, origin) => {
      const body = await validated(ComplaintMessage, message.data);
      const command = registrationOfBody(body, { origin, occurredAt: this.#timeOf(message.time) });
      const decided = await this.bus.execute(command);
      return { ...outcomeOf(decided), complaintId: decided.complaintId };
    },
    'redress.intake.contact.v1': async (message, origin) => {
      const body = await validated(ContactMessage, message.data);
      const { channel, direction, agent, customer, text } = body;
      const startedAt = fromIso(body.startedAt);
      const complaintId = caseNamedIn(body, message);
      const told = {
        channel,
        direction,
        startedAt: this.#timeOf(startedAt, 'startedAt') ?? this.clock.now(),
        ...(body.endedAt === undefined ? {} : { endedAt: fromIso(body.endedAt) }),
        ...(complaintId === undefined ? {} : { complaintId }),
        ...(agent === undefined ? {} : { agent }),
      };
      const named = customer === undefined ? undefined : namedIn(customer);
      const decided = await this.bus.execute(new RecordContact(told, named, text, origin));
      return { ...outcomeOf(decided), contactId: decided.contactId };
    },
    'redress.intake.fact.v1': async (message, origin) => this.#tell(message, origin),
    'redress.intake.signal.v1': async (message, origin) => {
      const body = await validated(SignalMessage, message.data);
      const { kind, reference, severity = 'normal', resolved = false, concerned = [] } = body;
      const decided = await this.bus.execute(
        new ReceiveSignal(
          { kind, reference, severity, resolved },
          concerned.map(concernedIn),
          origin,
          this.#timeOf(message.time),
        ),
      );
      return { ...outcomeOf(decided), signalId: decided.signalId };
    },
  };

  /**
   * Tells a case or a call a fact. Where others told it something in the same minute that happened after it, it is put on record right after
   * that: systems whose clocks differ a little don't agree on an order.
   */
  async #tell(message: InboundMessage, origin: CommandOrigin): Promise<Taken> {
    const said = message.data;
    const word = typeof said === 'object' && said !== null && 'fact' in said ? said.fact : undefined;
    const fact = FACTS.find((one) => one === word);
    if (fact === undefined) {
      const reason = `fact must be one of ${FACTS.join(', ')}`;
      throw invalidRequest('data.fact says what is told.', [{ field: 'fact', code: 'not-one-of', reason }]);
    }
    const told = await TOLD_FACTS[fact](message, validated);
    let at = this.#timeOf(message.time);
    for (let attempt = 1; ; attempt++) {
      try {
        return { ...outcomeOf(await this.bus.execute(told.command(origin, at))), ...told.about };
      } catch (error) {
        const after = at === undefined || attempt >= ATTEMPTS ? undefined : justAfter(error, message.time);
        if (after === undefined) throw error;
        at = after;
      }
    }
  }

  #originOf(message: InboundMessage): CommandOrigin {
    const commandId = commandIdOf(message);
    const { type, data, source } = message;
    return {
      commandId,
      correlationId: commandId,
      causationId: commandId,
      fingerprint: fingerprintOf({ type, data }, this.fingerprintKey),
      actor: { id: source, kind: 'integration', role: 'integration' },
    };
  }

  /** What is ahead of our clock by no more than clocks differ happens now. Throws DomainError `occurred-in-future`. */
  #timeOf(at: EpochMs | undefined, field = 'occurredAt'): EpochMs | undefined {
    const now = this.clock.now();
    if (at === undefined || at <= now) return at;
    if (at - now <= CLOCK_DIFFERENCE_MS) return undefined;
    throw invalidField('occurred-in-future', field, 'lies in the future');
  }
}

const outcomeOf = ({ changed }: Decided): Taken => ({ outcome: changed ? 'taken' : 'repeated' });

const namedIn = ({ id, ...details }: CustomerBody): NamedCustomer =>
  id === undefined ? { details } : { customerId: id };

function concernedIn(
  { customer, tier = 'standard', specialCare = false, description }: ConcernedBody,
  place: number,
): ConcernedTold {
  if (customer.id === undefined && customer.reference === undefined) {
    const field = `concerned.${String(place)}.customer.reference`;
    throw invalidField('customer-unrecognisable', field, 'is needed where there is no id');
  }
  const text = description === undefined ? {} : { description };
  return { customer: namedIn(customer), tier, specialCare, ...text };
}

/** The instant of the latest fact, where the refusal is that it lies a little later than what is told. */
function justAfter(error: unknown, told: EpochMs | undefined): EpochMs | undefined {
  if (!(error instanceof DomainError) || error.code !== 'occurred-out-of-order') return undefined;
  const { latestFactAt } = error.details;
  if (typeof latestFactAt !== 'string' || told === undefined) return undefined;
  const latest = fromIso(latestFactAt);
  return latest - told <= CLOCK_DIFFERENCE_MS ? latest : undefined;
}

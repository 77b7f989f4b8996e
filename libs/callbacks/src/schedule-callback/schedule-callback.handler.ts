import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clockConsequence } from '@redress/clocks';
import { complaintStream, invalidField, textRef } from '@redress/complaints';
import { ConsentBook } from '@redress/customers';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { ContactPolicyShelf, PolicyShelf } from '@redress/policies';
import { callbackDecider } from '../domain/callback-decider';
import { callbackStream } from '../events';
import { caseOfCallback, type CaseOfCallback } from './case-of-callback';
import { ScheduleCallback, type CallbackWanted } from './schedule-callback.command';

/** Work that no team has yet. */
const UNASSIGNED = 'unassigned';

@CommandHandler(ScheduleCallback)
export class ScheduleCallbackHandler implements ICommandHandler<ScheduleCallback> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
    private readonly contactPolicies: ContactPolicyShelf,
    private readonly consents: ConsentBook,
  ) {}

  async execute(command: ScheduleCallback): Promise<Decided> {
    const { callbackId, wanted, texts, why, origin, occurredAt } = command;
    const { complaintId } = wanted;
    const about = complaintId === undefined ? undefined : await this.#case(complaintId);
    const customerId = wanted.customerId ?? about?.customerId;
    if (customerId === undefined) {
      throw invalidField('customer-missing', 'customerId', 'is needed where no case is named');
    }
    const kept = (['number', 'note'] as const).flatMap((purpose): PersonalText[] => {
      const text = texts[purpose];
      return text === undefined ? [] : [{ ref: textRef(origin, purpose), purpose, text }];
    });
    const refOf = (purpose: string) => kept.find((text) => text.purpose === purpose)?.ref;
    const [numberRef, noteRef] = [refOf('number'), refOf('note')];
    const stream = callbackStream(callbackId);
    return decideAndAppend(this.store, {
      stream,
      partitionKey: complaintId ?? stream,
      decider: callbackDecider,
      consequence: clockConsequence,
      command: async () => {
        assertPromisable(wanted, about);
        const now = this.clock.now();
        return {
          ...wanted,
          ...(await this.#habitsOf(customerId, wanted)),
          ...placeOf(wanted, about),
          ...cycleOf(wanted, about),
          type: 'ScheduleCallback' as const,
          channel: wanted.channel ?? 'phone',
          callbackId,
          complaintId: complaintId ?? null,
          customerId,
          ...(numberRef === undefined ? {} : { numberRef }),
          why: { ...why, ...(noteRef === undefined ? {} : { noteRef }) },
          actor: origin.actor,
          now,
          policies: await this.shelf.book(),
          contactPolicy: await this.contactPolicies.inForce(occurredAt ?? now),
          consents: await this.consents.of(customerId),
          ...(occurredAt === undefined ? {} : { occurredAt }),
        };
      },
      // The personal rows first, then the event. A customer whom a case names was known when it was registered.
      beforeAppend: async () => {
        if (kept.length > 0 || wanted.customerId !== undefined) await this.#keep(customerId, kept);
      },
      origin,
      stage: 'either',
    });
  }

  async #case(complaintId: string): Promise<CaseOfCallback> {
    const found = caseOfCallback(await this.store.readStream(complaintStream(complaintId)));
    if (found === undefined) throw invalidField('case-unknown', 'complaintId', 'is the id of no case');
    return found;
  }

  /** What a customer told of themselves holds where nobody says otherwise: the zone in which they rest, and their language. */
  async #habitsOf(
    customerId: string,
    { timeZone, language }: CallbackWanted,
  ): Promise<Pick<CallbackWanted, 'timeZone' | 'language'>> {
    const known = (await this.personalData.customer(customerId)) ?? {};
    const habits = { timeZone: timeZone ?? known.timeZone, language: language ?? known.language };
    return {
      ...(habits.timeZone === undefined ? {} : { timeZone: habits.timeZone }),
      ...(habits.language === undefined ? {} : { language: habits.language }),
    };
  }

  async #keep(customerId: string, texts: readonly PersonalText[]): Promise<void> {
    try {
      await this.personalData.putTexts(customerId, texts);
    } catch (error) {
      // Here the customer is part of what was said, not what was asked for.
      if (!(error instanceof DomainError && error.kind === 'not-found')) throw error;
      throw new DomainError('invalid', error.code, error.message, {
        errors: [{ field: 'customerId', code: error.code, reason: error.message }],
      });
    }
  }
}

/** Throws DomainError `case-ended`. What is not promised may still be asked: a follow-up comes after the end of some cases. */
function assertPromisable({ purpose }: CallbackWanted, about: CaseOfCallback | undefined): void {
  if (purpose === 'promise' && about?.hasEnded === true) {
    throw new DomainError('conflict', 'case-ended', 'The case has ended.');
  }
}

function placeOf({ team, owner }: CallbackWanted, about: CaseOfCallback | undefined) {
  const caseAgent = team === undefined || team === about?.team ? (about?.agent ?? null) : null;
  return { team: team ?? about?.team ?? UNASSIGNED, owner: owner === undefined ? caseAgent : owner };
}

const cycleOf = ({ cycle }: CallbackWanted, about: CaseOfCallback | undefined) => {
  const ofCase = cycle ?? about?.cycle;
  return ofCase === undefined ? {} : { cycle: ofCase };
};

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clockConsequence } from '@redress/clocks';
import { complaintStream, pinnedPolicyOf, registrationOf, textRef } from '@redress/complaints';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import {
  CLOCK,
  DomainError,
  newId,
  type Clock,
  type CommandOrigin,
  type DomainEvent,
  type EpochMs,
  type RecordedEvent,
} from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type PersonalText } from '@redress/personal-data';
import { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from '@redress/policies';
import type { ResolutionCommand, ResolutionOrder } from '../domain/commands';
import { costOf } from '../domain/remedies';
import { resolutionDecider } from '../domain/resolution-decider';
import type { ResolutionEvent } from '../events';
import { AuthorityBook, type Draw } from './authority-book';
import { ChangeResolution, type ResolutionChange } from './change-resolution.command';

/**
 * What costs money is approved in two steps, on two streams: first it is drawn upon the authority of whoever approves, by day and month;
 * then the approval is appended to the stream of the case. A draw that the case did not use is returned. A crash in between leaves a draw
 * without an approval, which only narrows the person's day and month: the command sent again counts it once and goes on.
 */
@CommandHandler(ChangeResolution)
export class ChangeResolutionHandler implements ICommandHandler<ChangeResolution> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
    readonly policies: PolicyShelf,
    readonly authority: AuthorityShelf,
    readonly contactPolicies: ContactPolicyShelf,
    private readonly book: AuthorityBook,
  ) {}

  async execute(command: ChangeResolution): Promise<Decided> {
    const { complaintId, change, origin } = command;
    const texts = textsOf(command);
    // Of this very execution: what another one relies on, be it of the same command, is not for this one to return.
    const drawId = newId();
    let isDrawn = false;
    const returnDraw = async (): Promise<void> => {
      const { resolutionId } = change;
      if (isDrawn) await this.book.returnDraws(origin.actor.id, { resolutionId, drawId }, origin);
    };
    try {
      const decided = await decideAndAppend(this.store, {
        stream: complaintStream(complaintId),
        partitionKey: complaintId,
        decider: resolutionDecider,
        consequence: clockConsequence,
        command: async (history) => {
          const told = await this.#told(command, history);
          if (!APPROVING.includes(told.type)) return told;
          const draw = drawFor(resolutionDecider.decide(told, stateOf(history)), told, complaintId);
          if (draw === undefined) return told;
          const overdrawn = await this.book.draw(origin.actor.id, { ...draw, drawId }, origin);
          if (overdrawn !== undefined) return { ...told, overdrawn };
          isDrawn = true;
          return told;
        },
        beforeAppend: async (history) => {
          const customerId = registrationOf(history)?.customerId;
          if (texts.length > 0 && customerId !== undefined) {
            await this.personalData.putTexts(customerId, texts);
          }
        },
        origin,
        stage: 'existing',
      });
      if (!decided.events.some(({ type }) => type === 'ResolutionApproved')) await returnDraw();
      return decided;
    } catch (error) {
      // Only a refusal is certain to have appended nothing: of an append whose answer was lost, the draw must stay.
      if (error instanceof DomainError) await returnDraw();
      throw error;
    }
  }

  /** The command as the decider takes it, as though nothing were in the way by day or month. */
  async #told(
    { change, why: { note, ...why }, origin, occurredAt }: ChangeResolution,
    history: readonly RecordedEvent[],
  ): Promise<ResolutionCommand> {
    const now = this.clock.now();
    return {
      ...orderOf(change, origin),
      why: { ...why, ...(note === undefined ? {} : { noteRef: textRef(origin, 'note') }) },
      actor: origin.actor,
      now,
      ...(await inForce(this, history, occurredAt ?? now)),
      ...(occurredAt === undefined ? {} : { occurredAt }),
    };
  }
}

/** Where the configuration lies by which remedies are judged. */
export interface Shelves {
  readonly policies: PolicyShelf;
  readonly authority: AuthorityShelf;
  readonly contactPolicies: ContactPolicyShelf;
}

/** The configuration in force at an instant, for a case. */
export const inForce = async (
  { policies, authority, contactPolicies }: Shelves,
  history: readonly RecordedEvent[],
  at: EpochMs,
): Promise<Pick<ResolutionCommand, 'policies' | 'limits' | 'followedUpKinds'>> => ({
  policies: await policies.book(pinnedPolicyOf(history)),
  limits: await authority.inForce(at),
  followedUpKinds: (await contactPolicies.inForce(at)).followUp.kinds,
});

/** What can lead to an approval. */
const APPROVING: readonly ResolutionOrder['type'][] = ['ProposeResolution', 'ApproveResolution'];

/** What is to be drawn for an approval; undefined where nothing is approved, or nothing that costs money. */
export function drawFor(
  events: ReturnType<typeof resolutionDecider.decide>,
  { limits }: ResolutionCommand,
  complaintId: string,
): Omit<Draw, 'drawId'> | undefined {
  const approval = events.find(({ type }) => type === 'ResolutionApproved');
  if (approval?.type !== 'ResolutionApproved') return undefined;
  const { resolutionId, remedies, role } = approval.data;
  const amount = costOf(remedies);
  if (amount === undefined) return undefined;
  return { resolutionId, complaintId, amount, at: approval.occurredAt, role, limits };
}

export const stateOf = (history: readonly RecordedEvent[]) =>
  history.reduce(
    (before, event) => resolutionDecider.evolve(before, event as DomainEvent as ResolutionEvent),
    resolutionDecider.initial,
  );

function orderOf(change: ResolutionChange, origin: CommandOrigin): ResolutionOrder {
  if (change.type !== 'ProposeResolution') return change;
  const { details, ...proposal } = change;
  return { ...proposal, ...(details === undefined ? {} : { detailsRef: textRef(origin, 'details') }) };
}

function textsOf({ change, why: { note }, origin }: ChangeResolution): readonly PersonalText[] {
  const details = change.type === 'ProposeResolution' ? change.details : undefined;
  return [
    ...(note === undefined ? [] : [{ ref: textRef(origin, 'note'), purpose: 'note', text: note }]),
    ...(details === undefined
      ? []
      : [{ ref: textRef(origin, 'details'), purpose: 'resolution-details', text: details }]),
  ];
}

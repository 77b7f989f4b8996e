import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clockConsequence } from '@redress/clocks';
import { caseFactsOf, complaintStream, invalidField, type CaseFacts } from '@redress/complaints';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { subjectDecider } from '../domain/subject-decider';
import { subjectStream } from '../events';
import { OpenSubject, type SubjectWanted } from './open-subject.command';

@CommandHandler(OpenSubject)
export class OpenSubjectHandler implements ICommandHandler<OpenSubject> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ subjectId, wanted, origin, why, occurredAt }: OpenSubject): Promise<Decided> {
    const { kind, complaintId } = wanted;
    const facts = factsOf(wanted, complaintId === undefined ? undefined : await this.#case(complaintId));
    const stream = subjectStream(subjectId);
    return decideAndAppend(this.store, {
      stream,
      partitionKey: complaintId ?? stream,
      decider: subjectDecider,
      consequence: clockConsequence,
      command: async () => ({
        type: 'OpenSubject' as const,
        ...{ subjectId, complaintId: complaintId ?? null, kind, ...facts, why },
        actor: origin.actor,
        now: this.clock.now(),
        policies: await this.shelf.book(),
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
      origin,
      stage: 'either',
    });
  }

  async #case(complaintId: string): Promise<CaseFacts> {
    const found = caseFactsOf(await this.store.readStream(complaintStream(complaintId)));
    if (found === undefined) throw invalidField('case-unknown', 'complaintId', 'is the id of no case');
    return found;
  }
}

/** What a subject says of itself comes first, then what its case says. */
function factsOf(wanted: SubjectWanted, ofCase: CaseFacts | undefined) {
  const [category, team] = [wanted.category ?? ofCase?.category, wanted.team ?? ofCase?.team];
  if (category === undefined || team === undefined) throw factsMissing({ category, team });
  return {
    category,
    team,
    priority: wanted.priority ?? ofCase?.priority ?? 3,
    tier: wanted.tier ?? ofCase?.tier ?? 'standard',
    specialCare: wanted.specialCare ?? ofCase?.specialCare ?? false,
    channel: wanted.channel ?? ofCase?.channel ?? 'phone',
  } as const;
}

/** Names all that is missing at once. */
function factsMissing(needed: Readonly<Record<string, string | undefined>>): DomainError {
  const [code, reason] = ['facts-missing', 'is needed where no case is named'];
  const missing = Object.keys(needed).filter((field) => needed[field] === undefined);
  return new DomainError('invalid', code, missing.map((field) => `${field} ${reason}.`).join(' '), {
    errors: missing.map((field) => ({ field, code, reason })),
  });
}

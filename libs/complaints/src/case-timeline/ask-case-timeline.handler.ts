import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { decodeCursor, encodeCursor, pastMark, type Page, type PastMark } from '@redress/http';
import { CLOCK, DomainError, toIso, type Clock, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { instantInLog, recordedBy } from '@redress/read-model';
import { complaintStream } from '../complaint-stream';
import { AskCaseTimeline } from './ask-case-timeline.query';
import type { TimelineEvent } from './timeline-event.dto';

/** The end of the name of a member that refers to a text in the personal-data store. */
const REF = /Ref$/;

/** Read from the stream of the case itself: there is nothing newer. */
@QueryHandler(AskCaseTimeline)
export class AskCaseTimelineHandler implements IQueryHandler<AskCaseTimeline> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws DomainErrors `not-found` where there is, or was, no such case, and `instant-in-future`. */
  async execute({
    complaintId,
    page: { limit, cursor, newestFirst = false },
    reader,
    asOf,
  }: AskCaseTimeline): Promise<Page<TimelineEvent> & { readonly past?: PastMark }> {
    const from = cursor === undefined ? undefined : Math.max(0, decodeCursor(cursor, 'integer')[0]);
    const past = asOf === undefined ? undefined : await instantInLog(this.store, asOf, this.clock.now());
    // Whole: it is as long as what every command on the case reads, and nobody knows where it ends before.
    const all = await this.store.readStream(complaintStream(complaintId));
    const told = past === undefined ? all : recordedBy(all, past);
    if (told.length === 0) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    const found = newestFirst
      ? told.slice(0, from === undefined ? undefined : from + 1).toReversed()
      : told.slice(from);
    const events = found.slice(0, limit);
    const refs = events.flatMap((event) => refsOf(event).map(([, ref]) => ref));
    const texts =
      refs.length === 0 ? new Map<string, string>() : await this.personalData.getTexts(refs, reader);
    const next = found[limit];
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      items: events.map((event) => withTexts(event, texts)),
      ...(next === undefined ? {} : { nextCursor: encodeCursor(next.revision) }),
    };
  }
}

const refsOf = ({ data }: RecordedEvent): [field: string, ref: string][] =>
  Object.entries(data).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    REF.test(name) && typeof value === 'string' ? [[name.replace(REF, ''), value]] : [],
  );

const withTexts = (event: RecordedEvent, texts: ReadonlyMap<string, string>): TimelineEvent => ({
  id: event.id,
  revision: event.revision,
  type: event.type,
  version: event.version,
  occurredAt: toIso(event.occurredAt),
  recordedAt: toIso(event.recordedAt),
  actor: event.actor,
  correlationId: event.correlationId,
  data: event.data,
  texts: refsOf(event).map(([field, ref]) => {
    const text = texts.get(ref);
    return { field, text: text ?? null, erased: text === undefined };
  }),
});

import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, toIso, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type Reader } from '@redress/personal-data';
import { complaintStream } from '../complaint-stream';
import type { TimelineEvent } from './timeline-event.dto';

/** The end of the name of a member that refers to a text in the personal-data store. */
const REF = /Ref$/;

/** The history of a case, read from its own stream: there is nothing newer. */
@Injectable()
export class CaseTimeline {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  /**
   * Events of the case in their order, from a revision on, at most `limit`, with the texts that they refer to; the reading of texts is
   * recorded. `nextRevision` is there where the history goes on. Throws DomainError `not-found` where there is no such case.
   */
  async read(
    complaintId: string,
    { fromRevision, limit }: { readonly fromRevision: number; readonly limit: number },
    reader: Reader,
  ): Promise<{ readonly events: readonly TimelineEvent[]; readonly nextRevision?: number }> {
    const found = await this.store.readStream(complaintStream(complaintId), { fromRevision, limit: limit + 1 });
    if (found.length === 0 && fromRevision === 0) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    const page = found.slice(0, limit);
    const refs = page.flatMap((event) => refsOf(event).map(([, ref]) => ref));
    const texts = refs.length === 0 ? new Map<string, string>() : await this.personalData.getTexts(refs, reader);
    const next = found[limit];
    return {
      events: page.map((event) => withTexts(event, texts)),
      ...(next === undefined ? {} : { nextRevision: next.revision }),
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

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { AskResolutions } from './ask-resolutions.query';
import type { RemedySoughtRow, ResolutionRow } from './resolution-row';
import { resolutionViewOf, type CaseResolutionsView } from './resolutions.dto';
import { resolutions } from './resolutions.projection';

@QueryHandler(AskResolutions)
export class AskResolutionsHandler implements IQueryHandler<AskResolutions> {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  /** Throws DomainError `not-found` where there is no such case. */
  async execute({ complaintId, reader, readAfter }: AskResolutions): Promise<CaseResolutionsView> {
    await waitForCommand(this.readModel, resolutions.name, readAfter);
    const { sought, rows } = await this.readModel.snapshot(
      resolutions.name,
      ['remedies_sought', 'resolutions'],
      async (query) => ({
        sought: (
          await sql<RemedySoughtRow>`
            SELECT * FROM remedies_sought WHERE partition_key = ${complaintId}
          `.execute(query)
        ).rows[0],
        rows: (
          await sql<ResolutionRow>`
            SELECT * FROM resolutions WHERE partition_key = ${complaintId} ORDER BY number
          `.execute(query)
        ).rows,
      }),
    );
    if (sought === undefined) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    const refs = [sought.remedy_sought_ref, ...rows.map((row) => row.details_ref)].filter(
      (ref) => ref !== null,
    );
    const texts =
      refs.length === 0 ? new Map<string, string>() : await this.personalData.getTexts(refs, reader);
    const textOf = (ref: string | null) => (ref === null ? null : (texts.get(ref) ?? null));
    return {
      complaintId,
      remedySought: textOf(sought.remedy_sought_ref),
      lastOffered: lastBy('offered_at', rows),
      lastAccepted: lastBy('accepted_at', rows),
      resolutions: rows.map((row) => resolutionViewOf(row, textOf(row.details_ref))),
    };
  }
}

/** The id of the one to which it happened last: only one at a time is in force. */
const lastBy = (instant: 'offered_at' | 'accepted_at', rows: readonly ResolutionRow[]): string | null =>
  rows.findLast((row) => row[instant] !== null)?.resolution_id ?? null;

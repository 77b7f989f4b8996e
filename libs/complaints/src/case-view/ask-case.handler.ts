import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData, type Reader } from '@redress/personal-data';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { AskCase } from './ask-case.query';
import { caseSummaryOf, type StoredCase } from './case-summary.dto';
import type { CaseView } from './case-view.dto';
import { cases } from './cases.projection';

@QueryHandler(AskCase)
export class AskCaseHandler implements IQueryHandler<AskCase> {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  /** Throws DomainError `not-found` where there is no such case. */
  async execute({ complaintId, reader, readAfter }: AskCase): Promise<CaseView> {
    await waitForCommand(this.readModel, cases.name, readAfter);
    const { rows } = await sql<StoredCase>`
      SELECT * FROM cases WHERE partition_key = ${complaintId}
    `.execute(this.readModel.query);
    const [row] = rows;
    if (row === undefined) throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    return { ...caseSummaryOf(row), ...(await this.#personal(row, reader)) };
  }

  /** One reading of the record, whatever of it there is: the access is recorded with the details, before any text is fetched. */
  async #personal(
    { customer_id: id, description_ref: descriptionRef, remedy_sought_ref: remedySoughtRef }: StoredCase,
    reader: Reader,
  ): Promise<Pick<CaseView, 'customer' | 'description' | 'remedySought'>> {
    const details = await this.personalData.readCustomer(id, reader);
    if (details === undefined)
      return { customer: { id, erased: true }, description: null, remedySought: null };
    const refs = [descriptionRef, remedySoughtRef].filter((ref) => ref !== null);
    const texts = refs.length === 0 ? new Map<string, string>() : await this.personalData.getTexts(refs);
    const textOf = (ref: string | null) => (ref === null ? null : (texts.get(ref) ?? null));
    return {
      customer: { id, erased: false, ...details },
      description: textOf(descriptionRef),
      remedySought: textOf(remedySoughtRef),
    };
  }
}

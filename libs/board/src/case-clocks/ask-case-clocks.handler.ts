import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pastMark, type PastList } from '@redress/http';
import { DomainError } from '@redress/kernel';
import { Past, ReadModel, rowsOf, sql, waitForCommand, type PastInstant } from '@redress/read-model';
import { caseClockOf, type CaseClock, type StoredTeamClock } from '../team-clocks/clock.dto';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { AskCaseClocks } from './ask-case-clocks.query';

@QueryHandler(AskCaseClocks)
export class AskCaseClocksHandler implements IQueryHandler<AskCaseClocks> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
  ) {}

  /** Throws DomainError `not-found` where there is, or was, no such case. */
  async execute({
    complaintId,
    readAfter,
    asOf,
  }: AskCaseClocks): Promise<readonly CaseClock[] | PastList<CaseClock>> {
    await waitForCommand(this.readModel, teamClocks.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(teamClocks.name, asOf);
    const { rows } = await sql<StoredTeamClock>`
      SELECT * FROM ${rowsOf('team_clocks', past)} WHERE partition_key = ${complaintId} AND subject_id = '' AND NOT has_left ORDER BY cycle, clock, instance
    `.execute(this.readModel.query);
    if (rows.length === 0 && !(await this.#isOnRecord(complaintId, past))) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    const items = rows.map(caseClockOf);
    return past === undefined ? items : { past: pastMark(past), items };
  }

  /** A case may be without clocks, where its policy has no target for it. */
  async #isOnRecord(complaintId: string, past: PastInstant | undefined): Promise<boolean> {
    const { rows } = await sql`
      SELECT FROM ${rowsOf('clocked_cases', past)} WHERE partition_key = ${complaintId}
    `.execute(this.readModel.query);
    return rows.length > 0;
  }
}

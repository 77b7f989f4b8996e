import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError } from '@redress/kernel';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { caseClockOf, type CaseClock, type StoredTeamClock } from '../team-clocks/clock.dto';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { AskCaseClocks } from './ask-case-clocks.query';

@QueryHandler(AskCaseClocks)
export class AskCaseClocksHandler implements IQueryHandler<AskCaseClocks> {
  constructor(private readonly readModel: ReadModel) {}

  /** Throws DomainError `not-found` where there is no such case. */
  async execute({ complaintId, readAfter }: AskCaseClocks): Promise<readonly CaseClock[]> {
    await waitForCommand(this.readModel, teamClocks.name, readAfter);
    const { rows } = await sql<StoredTeamClock>`
      SELECT * FROM team_clocks WHERE partition_key = ${complaintId} AND NOT has_left ORDER BY cycle, clock, instance
    `.execute(this.readModel.query);
    if (rows.length === 0 && !(await this.#isOnRecord(complaintId))) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    return rows.map(caseClockOf);
  }

  /** A case may be without clocks, where its policy has no target for it. */
  async #isOnRecord(complaintId: string): Promise<boolean> {
    const { rows } = await sql`SELECT FROM clocked_cases WHERE partition_key = ${complaintId}`.execute(
      this.readModel.query,
    );
    return rows.length > 0;
  }
}

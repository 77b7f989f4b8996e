import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromIso } from '@redress/kernel';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { subjectClocks } from '../subject-clocks/subject-clocks.projection';
import { AskSubjectFigures } from './ask-subject-figures.query';
import type { SubjectFigure, SubjectJudgedAs } from './subject-figures.dto';

/** The state by which a run counts. */
const STATE = {
  judged: sql`COALESCE(corrected_from, state)`,
  known: sql`state`,
  reassessed: sql`COALESCE(reassessed, state)`,
} as const satisfies Record<SubjectJudgedAs, unknown>;

type Counts = Omit<SubjectFigure, 'attained'>;

@QueryHandler(AskSubjectFigures)
export class AskSubjectFiguresHandler implements IQueryHandler<AskSubjectFigures> {
  constructor(private readonly readModel: ReadModel) {}

  async execute({ question, readAfter }: AskSubjectFigures): Promise<readonly SubjectFigure[]> {
    const { by = 'clock', as = 'judged', clock, kind, team, from, to } = question;
    await waitForCommand(this.readModel, subjectClocks.name, readAfter);
    const { rows } = await sql<Counts>`
      SELECT ${sql.ref(by)}::text AS "group",
        count(*) FILTER (WHERE judged = 'met')::integer AS met,
        count(*) FILTER (WHERE judged IN ('missed', 'breached'))::integer AS missed,
        count(*) FILTER (WHERE judged IN ('running', 'paused', 'beyond-calendar'))::integer AS running,
        count(*) FILTER (WHERE judged = 'closed')::integer AS none
      FROM (SELECT *, ${STATE[as]} AS judged FROM subject_clocks) AS clocks
      WHERE true
        ${clock === undefined ? sql`` : sql`AND clock = ${clock}`}
        ${kind === undefined ? sql`` : sql`AND kind = ${kind}`}
        ${team === undefined ? sql`` : sql`AND team = ${team}`}
        ${from === undefined ? sql`` : sql`AND started_at >= ${fromIso(from)}`}
        ${to === undefined ? sql`` : sql`AND started_at < ${fromIso(to)}`}
      GROUP BY 1 ORDER BY 1
    `.execute(this.readModel.query);
    return rows.map((counts) => {
      const judged = counts.met + counts.missed;
      return { ...counts, attained: judged === 0 ? null : counts.met / judged };
    });
  }
}

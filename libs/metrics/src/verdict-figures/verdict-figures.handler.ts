import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { parseDuration } from '@redress/sla';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { groupsOf, type Group } from '../asking/grouping';
import { zoneAsked } from '../asking/zone';
import type {
  MarkFigures,
  NearMarkFigures,
  VerdictFiguresAnswer,
  VerdictFiguresGroup,
} from './verdict-figures.dto';
import { AskVerdictFigures } from './verdict-figures.query';
import { verdictCountsSql, type VerdictCount } from './verdict-figures.sql';
import type { Verdict } from './verdict-row';

@QueryHandler(AskVerdictFigures)
export class VerdictFiguresHandler implements IQueryHandler<AskVerdictFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskVerdictFigures): Promise<VerdictFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter);
    const freshness = this.reader.freshness();
    const rows = await this.reader.rows(verdictCountsSql(question, zone));
    return {
      ...answerHead('verdicts', question, { zone, rows, freshness }),
      as: question.as ?? 'judged',
      clock: question.clock,
      groups: groupsOf(question.by, rows).map(groupOf),
    };
  }
}

function groupOf(group: Group<VerdictCount>): VerdictFiguresGroup {
  const count = (verdict: Verdict): number => sum(group.rows.filter((row) => row.verdict === verdict));
  return {
    ...groupHead(group),
    met: count('met'),
    missed: count('missed'),
    running: count('running'),
    none: count('none'),
    marks: marksOf(group.rows),
    nearMarks: nearMarksOf(group.rows),
  };
}

function marksOf(rows: readonly VerdictCount[]): MarkFigures[] {
  const marks = [...new Set(rows.flatMap((row) => row.marks))].sort((one, other) => one - other);
  return marks.map((mark) => ({ mark, reached: sum(rows.filter((row) => row.marks.includes(mark))) }));
}

/** The most time left first. */
function nearMarksOf(rows: readonly VerdictCount[]): NearMarkFigures[] {
  const marks = [...new Set(rows.flatMap((row) => row.nearMarks))];
  return marks
    .sort((one, other) => parseDuration(other) - parseDuration(one))
    .map((before) => ({ before, reached: sum(rows.filter((row) => row.nearMarks.includes(before))) }));
}

const sum = (rows: readonly VerdictCount[]): number => rows.reduce((total, { n }) => total + n, 0);

import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { byHappening } from '../asking/figure-sql';
import { groupsOf, type Group } from '../asking/grouping';
import { perEach } from '../asking/per-each';
import { zoneAsked } from '../asking/zone';
import { followUpFigures } from '../follow-up-figures/follow-up-figures.projection';
import type {
  CsatFigures,
  SatisfactionFiguresAnswer,
  SatisfactionFiguresGroup,
} from './satisfaction-figures.dto';
import { AskSatisfactionFigures } from './satisfaction-figures.query';
import { answerSumsSql, everyDimension, purposeOf, type AnswerSums } from './satisfaction-figures.sql';

@QueryHandler(AskSatisfactionFigures)
export class SatisfactionFiguresHandler implements IQueryHandler<AskSatisfactionFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskSatisfactionFigures): Promise<SatisfactionFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter, followUpFigures);
    const freshness = this.reader.freshness(followUpFigures);
    const rows = await this.reader.rows(answerSumsSql(question, zone));
    return {
      ...answerHead('satisfaction', byHappening(question), { zone, rows, freshness }),
      purpose: purposeOf(question),
      groups: groupsOf(question.by, rows).map(groupOf),
    };
  }
}

/** An empty group has no row. */
function groupOf(group: Group<AnswerSums>): SatisfactionFiguresGroup {
  const [row] = group.rows;
  const [satisfied, dissatisfied] = [row?.satisfied ?? 0, row?.dissatisfied ?? 0];
  return {
    ...groupHead(group),
    answers: group.n,
    satisfied,
    dissatisfied,
    satisfiedShare: perEach(satisfied, satisfied + dissatisfied),
    csat: csatOf(row?.csat ?? [0, 0, 0, 0, 0]),
    servqual: everyDimension(row),
  };
}

function csatOf(counts: AnswerSums['csat']): CsatFigures {
  const distribution = counts.map((count, index) => ({ score: index + 1, count }));
  const n = counts.reduce((sum, count) => sum + count, 0);
  const total = distribution.reduce((sum, { score, count }) => sum + score * count, 0);
  return { n, mean: perEach(total, n), satisfiedShare: perEach(counts[3] + counts[4], n), distribution };
}

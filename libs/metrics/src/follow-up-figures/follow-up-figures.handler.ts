import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { byHappening } from '../asking/figure-sql';
import { groupsOf, type Group } from '../asking/grouping';
import { perEach } from '../asking/per-each';
import { zoneAsked } from '../asking/zone';
import type { FollowUpFiguresAnswer, FollowUpFiguresGroup } from './follow-up-figures.dto';
import { followUpFigures } from './follow-up-figures.projection';
import { AskFollowUpFigures } from './follow-up-figures.query';
import { followUpCountsSql, type FollowUpCounts } from './follow-up-figures.sql';

@QueryHandler(AskFollowUpFigures)
export class FollowUpFiguresHandler implements IQueryHandler<AskFollowUpFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskFollowUpFigures): Promise<FollowUpFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter, followUpFigures);
    const freshness = this.reader.freshness(followUpFigures);
    const rows = await this.reader.rows(followUpCountsSql(question, zone));
    return {
      ...answerHead('follow-ups', byHappening(question), { zone, rows, freshness }),
      groups: groupsOf(question.by, rows).map(groupOf),
    };
  }
}

/** An empty group has no row. */
function groupOf(group: Group<FollowUpCounts>): FollowUpFiguresGroup {
  const [row] = group.rows;
  const { satisfied = 0, dissatisfied = 0, unreachable = 0, in_time: inTime = 0, late = 0 } = row ?? {};
  const asked = satisfied + dissatisfied;
  const followedUp = asked + unreachable;
  return {
    ...groupHead(group),
    resolved: group.n,
    followedUp,
    satisfied,
    dissatisfied,
    unreachable,
    followUpRate: perEach(followedUp, group.n),
    inTime,
    late,
    inTimeShare: perEach(inTime, inTime + late),
    reach: perEach(asked, followedUp),
    dissatisfiedShare: perEach(dissatisfied, asked),
    attempts: row?.attempts ?? 0,
    attemptsPerFollowUp: perEach(row?.attempts_of_followed_up ?? 0, followedUp),
  };
}

import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { byHappening } from '../asking/figure-sql';
import { groupsOf, type Group } from '../asking/grouping';
import { perEach } from '../asking/per-each';
import { zoneAsked } from '../asking/zone';
import type { PromiseFiguresAnswer, PromiseFiguresGroup } from './promise-figures.dto';
import { promiseFigures } from './promise-figures.projection';
import { AskPromiseFigures } from './promise-figures.query';
import { promiseCountsSql, type PromiseCounts } from './promise-figures.sql';

@QueryHandler(AskPromiseFigures)
export class PromiseFiguresHandler implements IQueryHandler<AskPromiseFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskPromiseFigures): Promise<PromiseFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter, promiseFigures);
    const freshness = this.reader.freshness(promiseFigures);
    const rows = await this.reader.rows(promiseCountsSql(question, zone));
    return {
      ...answerHead('promises', byHappening(question), { zone, rows, freshness }),
      groups: groupsOf(question.by, rows).map(groupOf),
    };
  }
}

/** An empty group has no row. */
function groupOf(group: Group<PromiseCounts>): PromiseFiguresGroup {
  const [row] = group.rows;
  const [kept, broken] = [row?.kept ?? 0, row?.broken ?? 0];
  return {
    ...groupHead(group),
    owed: row?.owed ?? 0,
    kept,
    broken,
    keptLate: row?.kept_late ?? 0,
    brokenAndOpen: row?.broken_and_open ?? 0,
    renegotiated: row?.renegotiated ?? 0,
    released: row?.released ?? 0,
    keptShare: perEach(kept, kept + broken),
  };
}

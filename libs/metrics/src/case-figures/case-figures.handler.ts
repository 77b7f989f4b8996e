import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ENDINGS, WAIT_REASONS } from '@redress/complaints';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { groupsOf, type Group } from '../asking/grouping';
import { zoneAsked } from '../asking/zone';
import type { CaseFiguresAnswer, CaseFiguresGroup } from './case-figures.dto';
import { AskCaseFigures } from './case-figures.query';
import { caseFiguresSql, endedColumn, type CaseSums } from './case-figures.sql';
import { waitedColumn, waitsColumn } from './case-row';

@QueryHandler(AskCaseFigures)
export class CaseFiguresHandler implements IQueryHandler<AskCaseFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskCaseFigures): Promise<CaseFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter);
    const freshness = this.reader.freshness();
    const rows = await this.reader.rows(caseFiguresSql(question, zone));
    return {
      ...answerHead('cases', question, { zone, rows, freshness }),
      groups: groupsOf(question.by, rows).map(groupOf),
    };
  }
}

/** An empty group has no row. */
function groupOf(group: Group<CaseSums>): CaseFiguresGroup {
  const [row] = group.rows;
  return {
    ...groupHead(group),
    cases: group.n,
    resolvedCases: row?.resolved_cases ?? 0,
    reopenedCases: row?.reopened_cases ?? 0,
    transferredCases: row?.transferred_cases ?? 0,
    chasedCases: row?.chased_cases ?? 0,
    escalatedCases: row?.escalated_cases ?? 0,
    repeatCases: row?.repeat_cases ?? 0,
    appealedCases: row?.appealed_cases ?? 0,
    transfers: row?.transfers ?? 0,
    returns: row?.returns ?? 0,
    priorityChanges: row?.priority_changes ?? 0,
    resolutions: row?.resolutions ?? 0,
    closings: row?.closings ?? 0,
    reopenings: row?.reopenings ?? 0,
    reclassifications: row?.reclassifications ?? 0,
    chases: row?.chases ?? 0,
    escalations: row?.escalations ?? 0,
    appeals: row?.appeals ?? 0,
    ended: ENDINGS.map((as) => ({ as, cases: row?.[endedColumn(as)] ?? 0 })),
    waits: WAIT_REASONS.map((waitsFor) => ({
      waitsFor,
      waits: row?.[waitsColumn(waitsFor)] ?? 0,
      waitedSeconds: (row?.[waitedColumn(waitsFor)] ?? 0) / 1000,
    })),
  };
}

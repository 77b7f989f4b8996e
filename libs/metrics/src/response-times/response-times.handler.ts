import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { invalidRequest } from '@redress/http';
import { parseDuration, SlaError } from '@redress/sla';
import { answerHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { groupsOf } from '../asking/grouping';
import { zoneAsked } from '../asking/zone';
import { exactGroup, sketchedGroup } from './response-times-group';
import type { ResponseTimesAnswer } from './response-times.dto';
import { AskResponseTimes } from './response-times.query';
import { binnedSql, countSql, exactSql, type SampleQuestion } from './response-times.sql';
import { definitionOf } from './sample-row';
import { RELATIVE_ACCURACY } from './sketch';

/** Nest token of the number of samples up to which quantiles are exact. */
export const EXACT_UP_TO = Symbol('ExactUpTo');

@QueryHandler(AskResponseTimes)
export class ResponseTimesHandler implements IQueryHandler<AskResponseTimes> {
  constructor(
    private readonly reader: FigureReader,
    @Inject(EXACT_UP_TO) private readonly exactUpTo: number,
  ) {}

  async execute({ question, readAfter }: AskResponseTimes): Promise<ResponseTimesAnswer> {
    const zone = zoneAsked(question);
    const asked = { question, zone, withinMs: withinAsked(question) };
    await this.reader.waitFor(readAfter);
    const freshness = this.reader.freshness();
    const { method, rows, groups } = await this.#groups(asked);
    return {
      ...answerHead(definitionOf(question.measure), question, { zone, rows, freshness }),
      measure: question.measure,
      quantiles: { method, relativeAccuracy: method === 'exact' ? 0 : RELATIVE_ACCURACY },
      groups,
    };
  }

  async #groups(asked: SampleQuestion) {
    const { by, within } = asked.question;
    const [count] = await this.reader.rows(countSql(asked, this.exactUpTo));
    if (count !== undefined && count.n > this.exactUpTo) {
      const rows = await this.reader.rows(binnedSql(asked));
      return {
        method: 'ddsketch' as const,
        rows,
        groups: groupsOf(by, rows).map((group) => sketchedGroup(group, within)),
      };
    }
    const rows = await this.reader.rows(exactSql(asked));
    return {
      method: 'exact' as const,
      rows,
      groups: groupsOf(by, rows).map((group) => exactGroup(group, within)),
    };
  }
}

function withinAsked({ within }: { readonly within?: string }): number | undefined {
  if (within === undefined) return undefined;
  try {
    return parseDuration(within);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    throw invalidRequest('within is no length of running time.', [
      { field: 'within', code: error.code, reason: error.message },
    ]);
  }
}

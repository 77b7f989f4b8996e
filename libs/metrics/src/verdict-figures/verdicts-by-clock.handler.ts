import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answerHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import type { VerdictTally } from './verdict-figures.dto';
import { clockCountsSql, type ClockCount } from './verdict-figures.sql';
import type { ClockVerdicts, VerdictsByClockAnswer } from './verdicts-by-clock.dto';
import { AskVerdictsByClock } from './verdicts-by-clock.query';

/** Of the hours and days of an answer, of which this one has none. */
const ZONE = 'UTC';

@QueryHandler(AskVerdictsByClock)
export class VerdictsByClockHandler implements IQueryHandler<AskVerdictsByClock> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskVerdictsByClock): Promise<VerdictsByClockAnswer> {
    await this.reader.waitFor(readAfter);
    const freshness = this.reader.freshness();
    const rows = await this.reader.rows(clockCountsSql(question));
    return {
      ...answerHead('verdicts', { ...question, by: 'clock' }, { zone: ZONE, rows, freshness }),
      as: question.as ?? 'judged',
      groups: clocksOf(rows),
    };
  }
}

const clocksOf = (rows: readonly ClockCount[]): ClockVerdicts[] =>
  [...new Set(rows.map(({ clock }) => clock))].map((clock) => {
    const counts = rows.filter((row) => row.clock === clock);
    return {
      group: clock,
      ...tallyOf(counts),
      teams: counts.map((row) => ({ team: row.team, ...tallyOf([row]) })),
    };
  });

const tallyOf = (rows: readonly VerdictTally[]): VerdictTally => {
  const sum = (verdict: keyof VerdictTally): number => rows.reduce((total, row) => total + row[verdict], 0);
  return { met: sum('met'), missed: sum('missed'), running: sum('running'), none: sum('none') };
};

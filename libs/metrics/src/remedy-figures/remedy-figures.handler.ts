import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { answerHead, groupHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { byHappening } from '../asking/figure-sql';
import { groupsOf, type Group } from '../asking/grouping';
import { perEach } from '../asking/per-each';
import { zoneAsked } from '../asking/zone';
import type {
  RemedyAmounts,
  RemedyFiguresAnswer,
  RemedyFiguresGroup,
  TrialBalance,
} from './remedy-figures.dto';
import { remedyFigures } from './remedy-figures.projection';
import { AskRemedyFigures } from './remedy-figures.query';
import { remedySumsSql, trialBalanceSql, type AccountSums, type RemedySums } from './remedy-figures.sql';
import { ACCOUNTS, type RemedyAct } from './remedy-ledger';

@QueryHandler(AskRemedyFigures)
export class RemedyFiguresHandler implements IQueryHandler<AskRemedyFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskRemedyFigures): Promise<RemedyFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter, remedyFigures);
    const freshness = this.reader.freshness(remedyFigures);
    const rows = await this.reader.rows(remedySumsSql(question, zone));
    const accounts = await this.reader.rows(trialBalanceSql(question));
    return {
      ...answerHead('remedies', byHappening(question), { zone, rows, freshness }),
      groups: groupsOf(question.by, rows).map(groupOf),
      trialBalance: trialBalanceOf(accounts),
    };
  }
}

function groupOf(group: Group<RemedySums>): RemedyFiguresGroup {
  const count = (act: RemedyAct): number => group.rows.reduce((sum, row) => sum + row[act], 0);
  const [accepted, refused] = [count('accepted'), count('refused')];
  return {
    ...groupHead(group),
    remedies: {
      sought: count('sought'),
      offered: count('offered'),
      accepted,
      refused,
      withdrawn: count('withdrawn'),
      fulfilled: count('fulfilled'),
      reversed: count('reversed'),
    },
    acceptanceRate: perEach(accepted, accepted + refused),
    amounts: group.rows.flatMap(amountsOf),
  };
}

function amountsOf(row: RemedySums): readonly RemedyAmounts[] {
  const { currency, promised_minor: promisedMinor, refused_minor: refusedMinor } = row;
  if (currency === null) return [];
  const { withdrawn_minor: withdrawnMinor, paid_minor: paidMinor, reversed_minor: reversedMinor } = row;
  const costMinor = promisedMinor - refusedMinor - withdrawnMinor - reversedMinor;
  return [{ currency, promisedMinor, refusedMinor, withdrawnMinor, paidMinor, reversedMinor, costMinor }];
}

/** Every account of every currency, those without a posting too. */
function trialBalanceOf(sums: readonly AccountSums[]): TrialBalance[] {
  return [...new Set(sums.map(({ currency }) => currency))].map((currency) => {
    const accounts = ACCOUNTS.map((account) => {
      const posted = sums.find((one) => one.currency === currency && one.account === account);
      const [debitMinor, creditMinor] = [posted?.debit_minor ?? 0, posted?.credit_minor ?? 0];
      return { account, debitMinor, creditMinor, balanceMinor: debitMinor - creditMinor };
    });
    const sumMinor = accounts.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0);
    return { currency, accounts, sumMinor };
  });
}

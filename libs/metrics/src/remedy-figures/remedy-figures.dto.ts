import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf, IsOpaqueId, IsText } from '@redress/http';
import { REMEDY_KINDS, type RemedyKind } from '@redress/resolutions';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { HappenedFilter, splitBy } from '../asking/figure-question.dto';
import { GROUPINGS } from '../asking/grouping';
import { ACCOUNTS, type Account } from './remedy-ledger';

const REMEDY_GROUPINGS = [...GROUPINGS, 'remedy', 'cause', 'currency'] as const;

/** Which remedies count. */
export class RemedyFilter extends HappenedFilter {
  @IsOneOf(REMEDY_KINDS, { optional: true, fromQuery: true, many: { min: 1, max: REMEDY_KINDS.length } })
  readonly remedy?: readonly RemedyKind[];

  @IsOpaqueId({ optional: true, fromQuery: true, many: { min: 1, max: 50 } })
  readonly cause?: readonly string[];

  @IsText(3, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: 50 },
    example: ['CNY'],
    description: 'ISO 4217. Only remedies with an amount in one of them.',
  })
  readonly currency?: readonly string[];
}

export class RemedyFiguresQuestion extends IntersectionType(RemedyFilter, splitBy(REMEDY_GROUPINGS)) {}

/** How many remedies there were, those without money included. A resolution may be of several. */
export class RemedyCounts {
  @ApiProperty({
    type: 'integer',
    description: 'Cases registered with what the customer seeks; of no kind of remedy, cause or currency.',
  })
  readonly sought!: number;

  @ApiProperty({ type: 'integer' })
  readonly offered!: number;

  @ApiProperty({ type: 'integer' })
  readonly accepted!: number;

  @ApiProperty({ type: 'integer', description: 'The customer did not want it.' })
  readonly refused!: number;

  @ApiProperty({ type: 'integer', description: 'Taken back by us after it had been offered.' })
  readonly withdrawn!: number;

  @ApiProperty({ type: 'integer' })
  readonly fulfilled!: number;

  @ApiProperty({ type: 'integer', description: 'Undone after it had been fulfilled.' })
  readonly reversed!: number;
}

/** Amounts of one currency in its smallest unit. What was promised is open until it is refused, withdrawn or paid. */
export class RemedyAmounts {
  @ApiProperty({ example: 'CNY' })
  readonly currency!: string;

  @ApiProperty({ type: 'integer', description: 'Offered or, where it was never offered, put into effect.' })
  readonly promisedMinor!: number;

  @ApiProperty({ type: 'integer' })
  readonly refusedMinor!: number;

  @ApiProperty({ type: 'integer' })
  readonly withdrawnMinor!: number;

  @ApiProperty({ type: 'integer' })
  readonly paidMinor!: number;

  @ApiProperty({ type: 'integer' })
  readonly reversedMinor!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Promised, less what was refused, withdrawn and reversed.',
  })
  readonly costMinor!: number;
}

export class RemedyFiguresGroup extends FigureGroup {
  @ApiProperty({ type: RemedyCounts })
  readonly remedies!: RemedyCounts;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Accepted, of those accepted or refused: 0 to 1; null where there are none.',
  })
  readonly acceptanceRate!: number | null;

  @ApiProperty({ type: [RemedyAmounts], description: 'By currency; empty where no remedy has an amount.' })
  readonly amounts!: readonly RemedyAmounts[];
}

/** What was posted to an account, in the smallest unit of the currency. */
export class AccountBalance {
  @ApiProperty({ enum: ACCOUNTS })
  readonly account!: Account;

  @ApiProperty({ type: 'integer' })
  readonly debitMinor!: number;

  @ApiProperty({ type: 'integer' })
  readonly creditMinor!: number;

  @ApiProperty({ type: 'integer', description: 'Debit less credit.' })
  readonly balanceMinor!: number;
}

/** All accounts of one currency. */
export class TrialBalance {
  @ApiProperty({ example: 'CNY' })
  readonly currency!: string;

  @ApiProperty({ type: [AccountBalance] })
  readonly accounts!: readonly AccountBalance[];

  @ApiProperty({ type: 'integer', description: 'The balances together: 0, or the ledger is wrong.' })
  readonly sumMinor!: number;
}

export class RemedyFiguresAnswer extends FigureAnswer {
  @ApiProperty({ type: [RemedyFiguresGroup] })
  readonly groups!: readonly RemedyFiguresGroup[];

  @ApiProperty({
    type: [TrialBalance],
    description: 'Of all that is counted here, a balance for each currency.',
  })
  readonly trialBalance!: readonly TrialBalance[];
}

import { CaseCommandBody } from '@redress/complaints';
import { IsNested, IsOneOf, IsOpaqueId, IsText, IsWholeNumber } from '@redress/http';
import { MAX_MINOR, MAX_REMEDIES } from '../domain/remedies';
import { REMEDY_KINDS, type RemedyKind } from '../events';

export class MoneyBody {
  @IsWholeNumber({ min: 1, max: MAX_MINOR }, { description: 'In the smallest unit: cents, fen.' })
  readonly minor!: number;

  @IsOpaqueId({ description: 'ISO 4217: three capital letters.', example: 'EUR' })
  readonly currency!: string;
}

export class RemedyBody {
  @IsOneOf(REMEDY_KINDS)
  readonly kind!: RemedyKind;

  @IsNested(() => MoneyBody, {
    optional: true,
    description: 'What it costs. A refund and a compensation need it.',
  })
  readonly amount?: MoneyBody;
}

export class ProposeResolutionBody extends CaseCommandBody {
  @IsNested(() => RemedyBody, {
    many: { min: 1, max: MAX_REMEDIES },
    description: 'All amounts are of one currency.',
  })
  readonly remedies!: readonly RemedyBody[];

  @IsOpaqueId({
    optional: true,
    description: 'What made it necessary: a code. Default: the category of the case.',
  })
  readonly cause?: string;

  @IsText(8_000, { optional: true, description: 'What is meant. Kept as personal data of the customer.' })
  readonly details?: string;
}

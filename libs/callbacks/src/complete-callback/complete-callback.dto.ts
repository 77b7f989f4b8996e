import { CaseCommandBody } from '@redress/complaints';
import { IsFlag, IsNested, IsOneOf, IsOpaqueId, IsText, IsWholeNumber } from '@redress/http';
import { SERVQUAL_DIMENSIONS, type ServqualDimension } from '../events';

const SCALE = { min: 1, max: 7 };

/** One item of a SERVQUAL survey, as given. */
export class ServqualItemBody {
  @IsOpaqueId({ description: 'The code of the item.', example: 'Q5' })
  readonly item!: string;

  @IsOneOf(SERVQUAL_DIMENSIONS)
  readonly dimension!: ServqualDimension;

  @IsWholeNumber(SCALE, { optional: true, description: 'What was expected.' })
  readonly expected?: number;

  @IsWholeNumber(SCALE, { description: 'What was perceived.' })
  readonly perceived!: number;
}

/** What the customer said when asked. */
export class SurveyAnswersBody {
  @IsFlag({ optional: true, description: 'Whether it is put right. Needed for a follow-up.' })
  readonly satisfied?: boolean;

  @IsWholeNumber({ min: 1, max: 5 }, { optional: true, description: '1: very bad, 5: very good.' })
  readonly csat?: number;

  @IsNested(() => ServqualItemBody, { optional: true, many: { max: 50 } })
  readonly servqual?: ServqualItemBody[];

  @IsText(8_000, { optional: true, description: "In the customer's own words. Personal data." })
  readonly comment?: string;
}

export class CompleteCallbackBody extends CaseCommandBody {
  @IsNested(() => SurveyAnswersBody, { optional: true })
  readonly answers?: SurveyAnswersBody;
}

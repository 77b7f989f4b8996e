import { IsFlag, IsLanguage, IsNested, IsOneOf, IsOpaqueId, IsText, IsWholeNumber } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CASE_KINDS, CHANNELS, TIERS, type CaseKind, type Channel, type Tier } from '../events';

/** Who complains: `id` of a customer on record, or details by which one is found (`reference`) or made. */
export class CustomerBody {
  @IsOpaqueId({ optional: true, description: 'Of a customer on record; then nothing else is needed.' })
  readonly id?: string;

  @IsText(64, {
    optional: true,
    description: 'Their id in an outside system, such as a CRM: the same one is the same customer.',
  })
  readonly reference?: string;

  @IsText(200, { optional: true })
  readonly name?: string;

  @IsText(40, { optional: true, many: { max: 10 }, example: ['+44 20 7946 0018'] })
  readonly phones?: string[];

  @IsText(254, { optional: true })
  readonly email?: string;

  @IsText(500, { optional: true })
  readonly address?: string;

  @IsLanguage({ optional: true })
  readonly language?: string;

  @IsText(64, { optional: true, description: 'IANA: when they are at rest.', example: 'Asia/Shanghai' })
  readonly timeZone?: string;
}

export class RegisterComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ optional: true, description: 'Its number in an outside system, for imported cases.' })
  readonly reference?: string;

  @IsOneOf(CASE_KINDS)
  readonly kind!: CaseKind;

  @IsOpaqueId({ example: 'billing' })
  readonly category!: string;

  @IsOneOf(CHANNELS)
  readonly channel!: Channel;

  @IsWholeNumber({ min: 1, max: 5 }, { description: '1 is the most urgent.' })
  readonly priority!: number;

  @IsOneOf(TIERS, { optional: true, description: 'Default: standard.' })
  readonly tier?: Tier;

  @IsFlag({ optional: true, description: 'The customer is to be served first. Default: false.' })
  readonly specialCare?: boolean;

  @IsNested(() => CustomerBody)
  readonly customer!: CustomerBody;

  @IsText(20_000, { optional: true, description: 'What happened. Personal data.' })
  readonly description?: string;

  @IsText(8_000, { optional: true, description: 'What the customer asks for. Personal data.' })
  readonly remedySought?: string;

  @IsOpaqueId({ optional: true, description: "Default: the sender's first team, else `unassigned`." })
  readonly team?: string;
}

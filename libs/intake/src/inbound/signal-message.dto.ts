import { CustomerBody, SEVERITIES, TIERS, type Severity, type Tier } from '@redress/complaints';
import { IsFlag, IsNested, IsOneOf, IsOpaqueId, IsText } from '@redress/http';

/** A customer whom the trouble concerns. */
export class ConcernedBody {
  @IsNested(() => CustomerBody, {
    description: 'With an `id` or a `reference`: whoever is named again must be known again.',
  })
  readonly customer!: CustomerBody;

  @IsOneOf(TIERS, { optional: true, description: 'Default: standard.' })
  readonly tier?: Tier;

  @IsFlag({ optional: true, description: 'They are to be served first. Default: false.' })
  readonly specialCare?: boolean;

  @IsText(8_000, { optional: true, description: 'What is to be told about it. Personal data.' })
  readonly description?: string;
}

/** `redress.intake.signal.v1`: a failure was seen before anyone called. When it was seen is the `time` of the message. */
export class SignalMessage {
  @IsOpaqueId({ description: 'What kind of trouble. The intake rules go by it.', example: 'parcel-late' })
  readonly kind!: string;

  @IsOpaqueId({
    description:
      'What has the trouble, by its number in the business: of a parcel, a line, a device. No personal data.',
    example: 'JD014600006281230701',
  })
  readonly reference!: string;

  @IsOneOf(SEVERITIES, { optional: true, description: 'Default: normal.' })
  readonly severity?: Severity;

  @IsFlag({ optional: true, description: 'The trouble is over. Default: false.' })
  readonly resolved?: boolean;

  @IsNested(() => ConcernedBody, {
    optional: true,
    many: { max: 100 },
    description: 'Whom it concerns. More than these in further messages about the same thing.',
  })
  readonly concerned?: ConcernedBody[];
}

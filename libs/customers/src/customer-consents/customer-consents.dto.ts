import { ApiProperty } from '@nestjs/swagger';
import { CONSENT_SCOPES, CONTACT_CHANNELS, type ConsentScope, type ContactChannel } from '../events';

/** The customer's last word on one channel and scope. */
export class CustomerConsent {
  @ApiProperty({ enum: CONTACT_CHANNELS })
  readonly channel!: ContactChannel;

  @ApiProperty({ enum: CONSENT_SCOPES })
  readonly scope!: ConsentScope;

  @ApiProperty()
  readonly allowed!: boolean;

  @ApiProperty({ format: 'date-time' })
  readonly saidAt!: string;
}

/** What a customer allows and forbids. */
export class CustomerConsents {
  @ApiProperty({ description: 'Opaque.' })
  readonly customerId!: string;

  @ApiProperty({
    type: 'integer',
    description: 'The ETag, for the If-Match of a command; -1: nothing was said.',
  })
  readonly revision!: number;

  @ApiProperty({
    type: [CustomerConsent],
    description: 'A channel and scope that is not here was never spoken of.',
  })
  readonly consents!: readonly CustomerConsent[];
}

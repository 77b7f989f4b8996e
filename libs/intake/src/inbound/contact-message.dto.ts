import { CHANNELS, CustomerBody, type Channel } from '@redress/complaints';
import { IsInstant, IsNested, IsOneOf, IsOpaqueId, IsText } from '@redress/http';
import { DIRECTIONS, type Direction } from '../events';
import { CaseNamed } from './case-named.dto';

/** `redress.intake.contact.v1`: one interaction took place. It is put on record, and changes no case. */
export class ContactMessage extends CaseNamed {
  @IsOneOf(CHANNELS)
  readonly channel!: Channel;

  @IsOneOf(DIRECTIONS, { description: '`inbound`: the customer spoke first.' })
  readonly direction!: Direction;

  @IsInstant()
  readonly startedAt!: string;

  @IsInstant({ optional: true })
  readonly endedAt?: string;

  @IsNested(() => CustomerBody, {
    optional: true,
    description: 'Default: the customer of the case; without one, nobody knows who it was.',
  })
  readonly customer?: CustomerBody;

  @IsOpaqueId({ optional: true, description: 'Who spoke with them.' })
  readonly agent?: string;

  @IsText(20_000, { optional: true, description: 'What was said or written. Personal data.' })
  readonly text?: string;
}

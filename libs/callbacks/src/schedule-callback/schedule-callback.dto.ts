import { CaseCommandBody } from '@redress/complaints';
import { IsLanguage, IsNested, IsOneOf, IsOpaqueId, IsText } from '@redress/http';
import { CALLBACK_CHANNELS, CALLBACK_PURPOSES, type CallbackChannel, type CallbackPurpose } from '../events';
import { WindowBody } from './window.dto';

export class ScheduleCallbackBody extends CaseCommandBody {
  @IsOneOf(CALLBACK_PURPOSES)
  readonly purpose!: CallbackPurpose;

  @IsNested(() => WindowBody)
  readonly window!: WindowBody;

  @IsOpaqueId({ optional: true, description: 'The case that it is about.' })
  readonly complaintId?: string;

  @IsOpaqueId({
    optional: true,
    description: 'Default: the customer of the case. Needed where there is none.',
  })
  readonly customerId?: string;

  @IsOpaqueId({
    optional: true,
    description: "Default: the team of the case; without one, the sender's first, else `unassigned`.",
  })
  readonly team?: string;

  @IsOpaqueId({
    optional: true,
    description: 'Who is to call first. Default: the agent of the case; without one, any agent of the team.',
  })
  readonly owner?: string;

  @IsOneOf(CALLBACK_CHANNELS, { optional: true, description: 'Default: phone.' })
  readonly channel?: CallbackChannel;

  @IsText(64, {
    optional: true,
    description: "The customer's, of the IANA database. Default: that of the contact policy.",
    example: 'Asia/Shanghai',
  })
  readonly timeZone?: string;

  @IsLanguage({ optional: true })
  readonly language?: string;

  @IsText(40, {
    optional: true,
    description: "The number or address to use. Personal data. Default: the customer's first.",
    example: '+44 20 7946 0018',
  })
  readonly number?: string;
}

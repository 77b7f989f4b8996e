import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsOneOf,
  IsOpaqueId,
  IsText,
  IsWholeNumber,
  PathId,
} from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { CASE_KINDS, CLOCKS_FROM, type CaseKind, type ClocksFrom } from '../events';
import { STAFF } from '../roles';

class SplitComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ example: 'delivery' })
  readonly category!: string;

  @IsText(20_000, { description: 'What happened, as far as the part goes. Personal data.' })
  readonly description!: string;

  @IsText(8_000, { optional: true, description: 'What the customer asks for. Personal data.' })
  readonly remedySought?: string;

  @IsOneOf(CASE_KINDS, { optional: true, description: 'Default: that of this case.' })
  readonly kind?: CaseKind;

  @IsWholeNumber(
    { min: 1, max: 5 },
    { optional: true, description: '1 is the most urgent. Default: that of this case.' },
  )
  readonly priority?: number;

  @IsOpaqueId({ optional: true, description: 'Whose pool it goes to. Default: the team of this case.' })
  readonly team?: string;

  @IsOneOf(CLOCKS_FROM, {
    optional: true,
    description:
      'From when the clocks of the part count. `receipt` (default): from the registration of this case, with the waits since then · `split`: from now on, which takes a `reason`.',
  })
  readonly clocksFrom?: ClocksFrom;
}

@Controller('complaints')
export class SplitComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/split')
  @CommandEndpoint({
    summary: 'Make a part of it a case of its own',
    roles: STAFF,
    description:
      'For the same customer, on the same channel. The clocks of this case go on. Those of the part run as they would have, had it been registered by itself; an acknowledgement, or an answer, that the customer had is carried over and judged here alone. `links` of this case names the new one, which is on record a moment later.',
  })
  splitComplaint(
    @PathId() id: string,
    @Body() body: SplitComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { category, description, remedySought, kind, priority, team, clocksFrom = 'receipt' } = body;
    const change = {
      type: 'SplitComplaint',
      category,
      clocksFrom,
      description,
      ...(remedySought === undefined ? {} : { remedySought }),
      ...(kind === undefined ? {} : { kind }),
      ...(priority === undefined ? {} : { priority }),
      ...(team === undefined ? {} : { team }),
    } as const;
    return this.commands.send(id, change, body, context);
  }
}

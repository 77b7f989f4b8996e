import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsFlag,
  IsOneOf,
  IsOpaqueId,
  PathId,
} from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { CASE_KINDS, TIERS, type CaseKind, type Classification, type Tier } from '../events';
import { STAFF } from '../roles';

class ReclassifyComplaintBody extends CaseCommandBody {
  @IsOneOf(CASE_KINDS, { optional: true })
  readonly kind?: CaseKind;

  @IsOpaqueId({ optional: true, example: 'billing' })
  readonly category?: string;

  @IsOneOf(TIERS, { optional: true })
  readonly tier?: Tier;

  @IsFlag({ optional: true, description: 'The customer is to be served first.' })
  readonly specialCare?: boolean;
}

/** What the body says it is. */
const classificationOf = ({
  kind,
  category,
  tier,
  specialCare,
}: ReclassifyComplaintBody): Partial<Classification> => ({
  ...(kind === undefined ? {} : { kind }),
  ...(category === undefined ? {} : { category }),
  ...(tier === undefined ? {} : { tier }),
  ...(specialCare === undefined ? {} : { specialCare }),
});

@Controller('complaints')
export class ReclassifyComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/reclassify')
  @CommandEndpoint({
    summary: 'It is something else than it was taken for',
    roles: STAFF,
    description:
      'What is left out stays. The targets are chosen anew from the original start; time already used counts.',
  })
  reclassifyComplaint(
    @PathId() id: string,
    @Body() body: ReclassifyComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ReclassifyComplaint', ...classificationOf(body) }, body, context);
  }
}

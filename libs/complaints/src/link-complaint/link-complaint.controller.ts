import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsOneOf,
  IsOpaqueId,
  PathId,
} from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { type Relation } from '../events';
import { STAFF } from '../roles';

/** What a person can say; the other relations follow from what is done. */
const LINKS = ['related-to', 'duplicate-of'] as const satisfies readonly Relation[];

class LinkComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ description: 'The other case.' })
  readonly otherId!: string;

  @IsOneOf(LINKS)
  readonly relation!: (typeof LINKS)[number];
}

@Controller('complaints')
export class LinkComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/link')
  @CommandEndpoint({
    summary: 'Say that it belongs with another case',
    roles: STAFF,
    description: 'The other case is linked back.',
  })
  linkComplaint(
    @PathId() id: string,
    @Body() body: LinkComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'LinkComplaint', otherId: body.otherId, relation: body.relation },
      body,
      context,
    );
  }
}

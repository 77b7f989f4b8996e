import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SEVERITIES, type Severity } from '../events';
import { READERS } from '../roles';

class SetSeverityBody extends CaseCommandBody {
  @IsOneOf(SEVERITIES)
  readonly severity!: Severity;
}

@Controller('complaints')
export class SetSeverityController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/severity')
  @CommandEndpoint({
    summary: 'Say how grave it is',
    roles: READERS,
    description:
      'A grave case stays on the board of head office until it is archived. That it is not grave is for a shift leader or supervisor to say.',
  })
  setSeverity(
    @PathId() id: string,
    @Body() body: SetSeverityBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'SetSeverity', severity: body.severity }, body, context);
  }
}

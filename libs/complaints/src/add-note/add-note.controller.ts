import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsText, PathId } from '@redress/http';
import { TimedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class AddNoteBody extends TimedBody {
  @IsText(8_000, { description: 'Kept as personal data of the customer.' })
  readonly note!: string;
}

@Controller('complaints')
export class AddNoteController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/notes')
  @CommandEndpoint({ summary: 'Note something', roles: STAFF })
  addNote(
    @PathId() id: string,
    @Body() body: AddNoteBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'AddNote' }, body, context);
  }
}

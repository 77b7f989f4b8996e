import { Controller, Get } from '@nestjs/common';
import { AutomationRunner } from '@redress/automation';
import { QuestionEndpoint } from '@redress/http';
import { AutomationState, automationStateOf } from './automation.dto';

@Controller('automations')
export class AutomationsController {
  constructor(private readonly runner: AutomationRunner) {}

  @Get()
  @QuestionEndpoint({
    summary: 'The automations, and what they could not do',
    description:
      'Whether each keeps up with the events. `refused`: a command that the domain answered with no; the rest went on. `parked`: an event that can not be reacted to; later ones of its case wait behind it. It is taken up again at the next start.',
    roles: ['supervisor'],
    answer: { listOf: AutomationState },
  })
  async automations(): Promise<AutomationState[]> {
    return (await this.runner.statuses()).map(automationStateOf);
  }
}

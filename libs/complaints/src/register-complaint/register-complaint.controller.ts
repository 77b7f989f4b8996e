import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  occurredAtOf,
  originOf,
  outcomeOf,
} from '@redress/http';
import { STAFF } from '../roles';
import { RegisterComplaintBody } from './register-complaint.dto';
import { registrationOfBody } from './registration-of-body';

@Controller('complaints')
export class RegisterComplaintController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post()
  @CommandEndpoint({
    summary: 'Put a case on record',
    description: 'Its clocks run from now on, under the policy version in force.',
    roles: STAFF,
    creates: true,
  })
  async registerComplaint(
    @Body() body: RegisterComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const [team] = context.principal.teams;
    const command = registrationOfBody(body, {
      origin: originOf(context),
      occurredAt: occurredAtOf(body, context),
      ...(team === undefined ? {} : { team }),
    });
    const decided = await this.bus.execute(command);
    return outcomeOf(this.feed, decided.complaintId, decided);
  }
}

import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { CommandContext, CommandEndpoint, type CommandOutcome, occurredAtOf, originOf } from '@redress/http';
import { outcomeOf } from '../change-case/outcome-of';
import { STAFF } from '../roles';
import { RegisterComplaint } from './register-complaint.command';
import { RegisterComplaintBody } from './register-complaint.dto';

/** Work that no team has yet. */
const UNASSIGNED = 'unassigned';

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
    const { customer, description, remedySought, note, reason, occurredAt: _, team, ...facts } = body;
    const { id, ...details } = customer;
    const decided = await this.bus.execute(
      new RegisterComplaint(
        {
          ...facts,
          tier: facts.tier ?? 'standard',
          specialCare: facts.specialCare ?? false,
          team: team ?? context.principal.teams[0] ?? UNASSIGNED,
        },
        id === undefined ? { details } : { customerId: id },
        given({ description, remedySought, note }),
        given({ reason }),
        originOf(context),
        occurredAtOf(body, context),
      ),
    );
    return outcomeOf(this.feed, decided.complaintId, decided);
  }
}

/** The members that are there. */
const given = <Fields extends Readonly<Record<string, string | undefined>>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Fields]?: string;
  };

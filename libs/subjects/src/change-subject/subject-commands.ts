import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { type CommandContext, type CommandOutcome, occurredAtOf, originOf, outcomeOf } from '@redress/http';
import type { SubjectCommandBody } from '../open-subject/open-subject.dto';
import { ChangeSubject, type SubjectChange } from './change-subject.command';

/** What the controllers of the commands to a subject have in common. */
@Injectable()
export class SubjectCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  /** Sends a command to a subject that is on record. */
  async send(
    subjectId: string,
    change: SubjectChange,
    body: SubjectCommandBody,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const why = body.reason === undefined ? {} : { reason: body.reason };
    const decided = await this.bus.execute(
      new ChangeSubject(subjectId, change, why, originOf(context), occurredAtOf(body, context)),
    );
    return outcomeOf(this.feed, subjectId, decided);
  }
}

import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LiveQueueController } from './live-queue/live-queue.controller';
import { AskNextActionHandler } from './next-action/ask-next-action.handler';
import { NextActionController } from './next-action/next-action.controller';
import { AskQueueHandler } from './queue/ask-queue.handler';
import { QueueController } from './queue/queue.controller';
import { AskTeamLoadHandler } from './team-load/ask-team-load.handler';
import { TeamLoadController } from './team-load/team-load.controller';

/** Who owes which action next. The app provides `ReadModel` and `CLOCK`, and keeps the projection `queues`. */
@Module({
  imports: [CqrsModule],
  controllers: [QueueController, LiveQueueController, NextActionController, TeamLoadController],
  providers: [AskQueueHandler, AskNextActionHandler, AskTeamLoadHandler],
})
export class QueuesModule {}

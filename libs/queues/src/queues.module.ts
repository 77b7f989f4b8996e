import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskNextActionHandler } from './next-action/ask-next-action.handler';
import { NextActionController } from './next-action/next-action.controller';
import { AskQueueHandler } from './queue/ask-queue.handler';
import { QueueController } from './queue/queue.controller';

/** Who owes which action next. The app provides `ReadModel` and `CLOCK`, and keeps the projection `queues`. */
@Module({
  imports: [CqrsModule],
  controllers: [QueueController, NextActionController],
  providers: [AskQueueHandler, AskNextActionHandler],
})
export class QueuesModule {}

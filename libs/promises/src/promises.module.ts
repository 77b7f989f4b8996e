import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskPromisesHandler } from './ledger/ask-promises.handler';
import { PromisesController } from './ledger/promises.controller';

/** What customers were promised. The app provides `ReadModel` and `CLOCK`, and keeps the projection `promises`. */
@Module({
  imports: [CqrsModule],
  controllers: [PromisesController],
  providers: [AskPromisesHandler],
})
export class PromisesModule {}

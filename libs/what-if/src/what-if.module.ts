import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskWhatIfHandler } from './ask-what-if/ask-what-if.handler';
import { WhatIfController } from './ask-what-if/what-if.controller';

/** What other policies would have made of the past. The app provides EVENT_STORE, CLOCK and `PolicyShelf`. */
@Module({
  imports: [CqrsModule],
  controllers: [WhatIfController],
  providers: [AskWhatIfHandler],
})
export class WhatIfModule {}

import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskWhatIfHandler } from './ask-what-if/ask-what-if.handler';
import { WhatIfTurn } from './ask-what-if/what-if-turn';
import { WhatIfController } from './ask-what-if/what-if.controller';
import { ListFlipsController } from './list-flips/list-flips.controller';
import { ListFlipsHandler } from './list-flips/list-flips.handler';

/** What other policies would have made of the past. The app provides EVENT_STORE, CLOCK and `PolicyShelf`. */
@Module({
  imports: [CqrsModule],
  controllers: [WhatIfController, ListFlipsController],
  providers: [AskWhatIfHandler, ListFlipsHandler, WhatIfTurn],
})
export class WhatIfModule {}

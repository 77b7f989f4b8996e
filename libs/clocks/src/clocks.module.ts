import { Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { TimerRows } from './due-marks/timer-rows';
import { RecordDueMarksHandler } from './record-due-marks/record-due-marks.handler';
import { Timekeeper } from './timekeeper/timekeeper';

/**
 * Clocks of any subject: their timer rows, and the timekeeper, which the app starts and stops (real clock) or lets look (virtual clock).
 * Needs EVENT_STORE, EVENT_FEED, CLOCK and ReadModel from a global module.
 */
@Module({
  imports: [CqrsModule],
  providers: [
    RecordDueMarksHandler,
    {
      provide: Timekeeper,
      inject: [EVENT_STORE, EVENT_FEED, ReadModel, CLOCK, CommandBus],
      useFactory: (store: EventStore, feed: EventFeed, readModel: ReadModel, clock: Clock, bus: CommandBus) =>
        new Timekeeper({
          store,
          feed,
          readModel,
          clock,
          timers: new TimerRows(readModel),
          record: (command) => bus.execute(command),
        }),
    },
  ],
  exports: [Timekeeper],
})
export class ClocksModule {}

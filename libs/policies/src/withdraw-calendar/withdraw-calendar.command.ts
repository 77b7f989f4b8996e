import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { CalendarRef } from '@redress/sla';

/** Withdraws a version of a calendar: see `calendarWithdrawalDecider`. */
export class WithdrawCalendar extends Command<Decided> {
  constructor(
    readonly calendar: CalendarRef,
    readonly origin: CommandOrigin,
    /** Why: a code. */
    readonly reason?: string,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CallbackOrder } from '../domain/commands';
import type { SurveyAnswers } from '../events';

/** What a callback on record can be told. The customer's own words travel as they were said, and are kept aside. */
export type CallbackChange =
  | Exclude<CallbackOrder, { type: 'ScheduleCallback' | 'CompleteCallback' }>
  | {
      readonly type: 'CompleteCallback';
      readonly answers: Omit<SurveyAnswers, 'commentRef'> & {
        /** Personal: never in events. */
        readonly comment?: string;
      };
    };

/** Any command to a callback that is on record. */
export class ChangeCallback extends Command<Decided> {
  constructor(
    readonly callbackId: string,
    readonly change: CallbackChange,
    /** `note` is personal: never in events. */
    readonly why: { readonly reason?: string; readonly note?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CaseOrder } from '../domain/commands';

type Order<Type extends CaseOrder['type']> = Extract<CaseOrder, { type: Type }>;

/** Orders that the handler completes: by references of texts, or by what it looks up. */
type Completed =
  | 'RegisterComplaint'
  | 'AddNote'
  | 'AnswerSupervision'
  | 'CloseComplaint'
  | 'DecideAppeal'
  | 'FollowUpComplaint'
  | 'SplitComplaint';

/** What a case on record can be told. A note's text travels beside the order. */
export type CaseChange =
  | Exclude<CaseOrder, { type: Completed }>
  | { readonly type: 'AddNote' }
  /** `answer` is personal: never in events. */
  | { readonly type: 'AnswerSupervision'; readonly answer: string }
  /** `description` and `remedySought` are personal: never in events. The id of the part follows from the command's. */
  | (Omit<Order<'SplitComplaint'>, 'into' | 'customerId' | 'descriptionRef' | 'remedySoughtRef'> & {
      readonly description?: string;
      readonly remedySought?: string;
    })
  | Omit<Order<'CloseComplaint'>, 'mayCloseUnasked'>
  | Omit<Order<'DecideAppeal'>, 'refusedBy'>
  /** Without `askedAt`, the customer was asked when it happened. */
  | (Omit<Order<'FollowUpComplaint'>, 'askedAt'> & { readonly askedAt?: EpochMs });

/** Any command to a case that is on record. */
export class ChangeCase extends Command<Decided> {
  constructor(
    readonly complaintId: string,
    readonly change: CaseChange,
    /** `note` is personal: never in events. */
    readonly why: { readonly reason?: string; readonly note?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

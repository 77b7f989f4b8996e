import { Query } from '@nestjs/cqrs';
import type { Page, PastMark, ReadToken } from '@redress/http';
import type { EpochMs, Role } from '@redress/kernel';
import type { WaitingApproval, WaitingApprovalsQuestion } from './waiting-approval.dto';

/** Who would decide. */
export interface Decider {
  readonly id: string;
  /** The one in which they act. */
  readonly role: Role;
  /** The teams whose requests they decide on; undefined: all. */
  readonly teams?: readonly string[];
}

/** What waits for somebody's decision, the earliest due first, then the oldest, a page at a time; or what waited. */
export class AskWaitingApprovals extends Query<Page<WaitingApproval> & { readonly past?: PastMark }> {
  constructor(
    readonly question: WaitingApprovalsQuestion,
    readonly decider: Decider,
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

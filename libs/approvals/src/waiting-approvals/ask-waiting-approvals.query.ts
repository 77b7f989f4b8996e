import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { Role } from '@redress/kernel';
import type { WaitingApproval, WaitingApprovalsQuestion } from './waiting-approval.dto';

/** Who would decide. */
export interface Decider {
  readonly id: string;
  /** The one in which they act. */
  readonly role: Role;
  /** The teams whose requests they decide on; undefined: all. */
  readonly teams?: readonly string[];
}

/** What waits for somebody's decision, the earliest due first, then the oldest, a page at a time. */
export class AskWaitingApprovals extends Query<Page<WaitingApproval>> {
  constructor(
    readonly question: WaitingApprovalsQuestion,
    readonly decider: Decider,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Actor } from '@redress/kernel';
import type { Remedy } from '../events';
import type { NeededApproval } from './needed-approval.dto';

/** Whether somebody could put these remedies into force on a case by themself, and if not, who decides. */
export class AskNeededApproval extends Query<NeededApproval> {
  constructor(
    readonly complaintId: string,
    readonly remedies: readonly Remedy[],
    readonly actor: Actor,
  ) {
    super();
  }
}

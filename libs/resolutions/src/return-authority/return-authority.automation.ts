import { Inject, Injectable } from '@nestjs/common';
import type { Automation } from '@redress/automation';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import type { CommandOrigin, Recorded, RecordedEvent } from '@redress/kernel';
import { AuthorityBook } from '../change-resolution/authority-book';
import { costOf } from '../domain/remedies';
import type { ResolutionEvent } from '../events';

const UNDONE = [
  'ResolutionRefused',
  'ResolutionWithdrawn',
  'ResolutionReversed',
] as const satisfies readonly ResolutionEvent['type'][];
type Undone = Recorded<Extract<ResolutionEvent, { readonly type: (typeof UNDONE)[number] }>>;

/** What was approved and came to nothing counts no more against the day and month of whoever approved it. */
@Injectable()
export class ReturnAuthority implements Automation {
  readonly name = 'return-authority';
  readonly events = UNDONE;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly book: AuthorityBook,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    const { resolutionId, remedies } = (event as Undone).data;
    if (costOf(remedies) === undefined) return;
    const history = (await this.store.readStream(event.stream)) as Recorded<ResolutionEvent>[];
    const approval = history.find(
      (fact) => fact.type === 'ResolutionApproved' && fact.data.resolutionId === resolutionId,
    );
    // Withdrawn before anyone had approved it.
    if (approval?.type !== 'ResolutionApproved') return;
    // All of them: whoever else might still rely on one is refused by the case from now on.
    await this.book.returnDraws(approval.data.approvedBy, { resolutionId }, origin);
  }
}

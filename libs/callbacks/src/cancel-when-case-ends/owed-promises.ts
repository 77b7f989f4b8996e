import type { EventFeed } from '@redress/event-feed';
import type { RecordedEvent } from '@redress/kernel';
import { sql, waitForCommand, type ReadModel } from '@redress/read-model';
import { OWED_STATES } from '../due-callbacks/callback-row';
import { callbacks } from '../due-callbacks/callbacks.projection';

/** Which calls were promised on a case and are still owed. */
export class OwedPromises {
  constructor(
    private readonly readModel: ReadModel,
    private readonly feed: EventFeed,
  ) {}

  /**
   * The ids of those that were owed when an event of the case came, or later. Throws DomainError `unavailable` while the rows are behind
   * it.
   */
  async on({ partitionKey, position }: RecordedEvent): Promise<readonly string[]> {
    // The callbacks of a case are in its partition.
    const partition = this.feed.partitionOf(partitionKey);
    await waitForCommand(this.readModel, callbacks.name, { partition, position });
    const { rows } = await sql<{ callback_id: string }>`
      SELECT callback_id FROM callbacks
      WHERE complaint_id = ${partitionKey} AND purpose = 'promise' AND state IN (${sql.join([...OWED_STATES])})
      ORDER BY callback_id
    `.execute(this.readModel.query);
    return rows.map((row) => row.callback_id);
  }
}

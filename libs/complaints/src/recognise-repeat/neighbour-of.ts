import type { EpochMs } from '@redress/kernel';
import { sql, type ReadModel } from '@redress/read-model';

/** A complaint, as far as it takes to tell whether another one repeats it. */
export interface RegisteredCase {
  readonly complaintId: string;
  readonly category: string;
  readonly customerId: string;
  readonly registeredAt: EpochMs;
  /** The case that it was a part of. */
  readonly splitFrom?: string;
}

/**
 * The complaint of the same customer and category that was registered last before this one, or first after it. Parts of one case are no
 * repeats of each other, nor of the whole.
 */
export async function neighbourOf(
  readModel: ReadModel,
  { complaintId, category, customerId, registeredAt, splitFrom = complaintId }: RegisteredCase,
  side: 'before' | 'after',
): Promise<RegisteredCase | undefined> {
  const [beyond, order] = side === 'before' ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
  const ofTheWhole = JSON.stringify([{ otherId: splitFrom, relation: 'split-from' }]);
  const { rows } = await sql<{ partition_key: string; registered_at: EpochMs }>`
    SELECT partition_key, registered_at FROM cases
    WHERE customer_id = ${customerId} AND category = ${category} AND kind = 'complaint'
      AND (registered_at, partition_key) ${beyond} (${registeredAt}, ${complaintId})
      AND partition_key <> ${splitFrom} AND NOT links @> ${ofTheWhole}::jsonb
    ORDER BY registered_at ${order}, partition_key ${order} LIMIT 1
  `.execute(readModel.query);
  const [row] = rows;
  return row && { complaintId: row.partition_key, category, customerId, registeredAt: row.registered_at };
}

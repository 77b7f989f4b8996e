import { fromIso } from '@redress/kernel';
import type { PolicyPublished } from '@redress/policies';
import { sql, type ReadModel } from '@redress/read-model';

/** A publication that touches more than new cases. */
export type TouchingPublication = Pick<PolicyPublished['data'], 'name' | 'version' | 'scope' | 'range'>;

/** How many cases a publication touches, as the rows have it; each decides for itself in the end, on its own stream. */
export async function countTouched(readModel: ReadModel, publication: TouchingPublication): Promise<number> {
  const { rows } = await sql<{ cases: number }>`
    SELECT count(*)::integer AS cases FROM cases WHERE ${touched(publication)}
  `.execute(readModel.query);
  return rows[0]?.cases ?? 0;
}

/** The next of them in the order of their ids, at most `limit`. */
export async function nextTouched(
  readModel: ReadModel,
  publication: TouchingPublication,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ partition_key: string }>`
    SELECT partition_key FROM cases
    WHERE ${touched(publication)} AND partition_key > ${after ?? ''}
    ORDER BY partition_key LIMIT ${limit}
  `.execute(readModel.query);
  return rows.map(({ partition_key: complaintId }) => complaintId);
}

/**
 * Whatever stops a clock of a case is a fact of the case. Those that are under the version already are looked at as well: a step that is
 * done again after a crash has to come to the same cases.
 */
function touched({ name, version, scope, range }: TouchingPublication) {
  if (scope !== 'reassess' || range === undefined) {
    return sql`policy_name = ${name} AND policy_version <= ${version} AND phase IN ('open', 'waiting', 'resolved')`;
  }
  return sql`policy_name = ${name} AND registered_at < ${fromIso(range.to)} AND changed_at >= ${fromIso(range.from)}`;
}

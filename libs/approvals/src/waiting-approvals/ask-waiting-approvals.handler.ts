import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, pastMark, type Page, type PastMark } from '@redress/http';
import { Past, ReadModel, rowsOf, sql, waitForCommand } from '@redress/read-model';
import { approvals } from './approvals.projection';
import { AskWaitingApprovals, type Decider } from './ask-waiting-approvals.query';
import {
  waitingApprovalOf,
  type StoredApproval,
  type WaitingApproval,
  type WaitingApprovalsQuestion,
} from './waiting-approval.dto';

/** What sorts after every instant. Written as text, for a JavaScript number does not reach there. */
const NEVER = sql.raw('9223372036854775807');

@QueryHandler(AskWaitingApprovals)
export class AskWaitingApprovalsHandler implements IQueryHandler<AskWaitingApprovals> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
  ) {}

  async execute({
    question,
    decider,
    readAfter,
    asOf,
  }: AskWaitingApprovals): Promise<Page<WaitingApproval> & { readonly past?: PastMark }> {
    const conditions = [...forDecider(decider), ...askedFor(question)];
    await waitForCommand(this.readModel, approvals.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(approvals.name, asOf);
    const { rows } = await sql<StoredApproval>`
      SELECT * FROM ${rowsOf('approval_requests', past)} WHERE NOT dormant AND ${sql.join(conditions, sql` AND `)}
      ORDER BY COALESCE(due_at, ${NEVER}), requested_at, partition_key, kind, request_id
      LIMIT ${question.limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, question.limit);
    const last = items.at(-1);
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      items: items.map(waitingApprovalOf),
      ...(rows.length > items.length && last !== undefined ? { nextCursor: cursorFor(last) } : {}),
    };
  }
}

const forDecider = ({ id, role, teams }: Decider) => [
  sql`${role} = ANY(approvers)`,
  sql`barred IS DISTINCT FROM ${id}`,
  ...(teams === undefined ? [] : [sql`team = ANY(${teams}::text[])`]),
];

const askedFor = ({ kind, team, complaintId, cursor }: WaitingApprovalsQuestion) => [
  ...(kind === undefined ? [] : [sql`kind = ANY(${kind}::text[])`]),
  ...(team === undefined ? [] : [sql`team = ${team}`]),
  ...(complaintId === undefined ? [] : [sql`partition_key = ${complaintId}`]),
  ...(cursor === undefined ? [] : [after(cursor)]),
];

const cursorFor = (row: StoredApproval): string =>
  encodeCursor(row.due_at, row.requested_at, row.partition_key, row.kind, row.request_id);

function after(cursor: string) {
  const [dueAt, requestedAt, complaintId, kind, requestId] = decodeCursor(
    cursor,
    'integer?',
    'integer',
    'string',
    'string',
    'string',
  );
  return sql`(COALESCE(due_at, ${NEVER}), requested_at, partition_key, kind, request_id)
    > (COALESCE(${dueAt}::bigint, ${NEVER}), ${requestedAt}::bigint, ${complaintId}, ${kind}, ${requestId})`;
}

import { CLOCK_EVENT_TYPES, isClockEvent } from '@redress/clocks';
import type { RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { caseAfter, CASE_EVENTS, requestAfter, type CaseFact } from './approval-case';
import { changedByClock } from './approval-clocks';
import { asked, isAsking, requestOf, REQUEST_EVENTS, waitAsked, type RequestFact } from './approval-requests';
import { APPROVAL_CASES_TABLE, APPROVALS_TABLE, type ApprovalCase, type ApprovalRow } from './approval-row';

/** All that waits for somebody's decision, until it is decided or has lapsed. */
export const approvals: Projection = {
  name: 'approvals',
  version: 4,
  tables: { approval_requests: APPROVALS_TABLE, approval_cases: APPROVAL_CASES_TABLE },
  events: [...CASE_EVENTS, ...REQUEST_EVENTS, ...CLOCK_EVENT_TYPES],
  apply(event: RecordedEvent, rows: Rows): void {
    const open = rows.all('approval_requests') as readonly ApprovalRow[];
    if (isClockEvent(event)) {
      for (const row of changedByClock(open, event)) rows.put('approval_requests', row);
    } else if (isRequestFact(event)) {
      if (isAsking(event)) rows.put('approval_requests', asked(event, caseOf(rows, event)));
      else rows.delete('approval_requests', ...requestOf(event));
    } else {
      const fact = event as CaseFact;
      const after = caseAfter(rows.get('approval_cases') as ApprovalCase | undefined, fact);
      rows.put('approval_cases', after);
      for (const row of open) {
        const changed = requestAfter(row, fact, after);
        if (changed === undefined) rows.delete('approval_requests', row.kind, row.request_id);
        else rows.put('approval_requests', changed);
      }
      const wait = fact.type === 'ComplaintWaitStarted' ? waitAsked(fact, after) : undefined;
      if (wait !== undefined) rows.put('approval_requests', wait);
    }
  },
};

const REQUESTS: ReadonlySet<string> = new Set(REQUEST_EVENTS);

const isRequestFact = (event: RecordedEvent): event is RequestFact => REQUESTS.has(event.type);

function caseOf(rows: Rows, { type }: RecordedEvent): ApprovalCase {
  const row = rows.get('approval_cases') as ApprovalCase | undefined;
  if (row === undefined) throw new Error(`${type} of a case that was never registered`);
  return row;
}

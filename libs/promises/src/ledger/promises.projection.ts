import { isClockEvent } from '@redress/clocks';
import { complaintStream } from '@redress/complaints';
import type { RecordedEvent } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import { PROMISES_TABLE, type PromiseClock, type PromiseRow } from './promise-row';
import {
  promiseKind,
  SUBJECT_EVENTS,
  subjectAfter,
  SUBJECTS_TABLE,
  type PromiseSubject,
  type SubjectFact,
} from './promise-subject';
import {
  isVerdictFact,
  promiseAfter,
  promiseMade,
  VERDICT_EVENTS,
  type VerdictFact,
} from './promise-verdict';

/**
 * The promise ledger: a row for every promise to a customer, each agreed window and each promised instant being one. What became of it
 * comes from the facts about its clock, whatever else is known; to whom it belongs, from the facts of the case or the callback.
 */
export const promises: Projection = {
  name: 'promises',
  version: 3,
  tables: { promises: PROMISES_TABLE, promise_subjects: SUBJECTS_TABLE },
  events: [...SUBJECT_EVENTS, ...VERDICT_EVENTS],
  apply(event, rows) {
    if (isClockEvent(event)) {
      const fact = event as VerdictFact;
      if (isVerdictFact(fact)) applyVerdict(fact, rows);
    } else {
      applySubject(event as SubjectFact, rows);
    }
  },
};

function applySubject(fact: SubjectFact, rows: Rows): void {
  // All that is about a case lies in one partition: a callback finds its case here.
  const ofCase = rows.get('promise_subjects', complaintStream(fact.partitionKey)) as
    PromiseSubject | undefined;
  const subject = subjectAfter(subjectOf(rows, fact), fact, ofCase?.reference ?? null);
  rows.put('promise_subjects', subject);
  // An open promise goes with whoever has the case or the callback; one that has ended stays where it ended.
  for (const row of openPromises(rows, fact)) {
    const { owner, team } = subject;
    rows.put('promises', { ...row, owner, team, ...renegotiation(row, fact) });
  }
}

/** The clock of the promise whose place the fact's own promise takes. */
const REPLACES: Partial<Record<SubjectFact['type'], PromiseClock>> = {
  CallbackRescheduled: 'callback',
  FulfilmentRescheduled: 'fulfilment',
  AnswerPromised: 'answer',
};

/** Who asked for the promise that takes the place of this one; that it does, its clock says. */
function renegotiation({ clock }: PromiseRow, { type, data }: SubjectFact): Partial<PromiseRow> {
  if (REPLACES[type] !== clock || !('renegotiatedBy' in data)) return {};
  return { renegotiated_by: data.renegotiatedBy };
}

function applyVerdict(fact: VerdictFact, rows: Rows): void {
  const { clock, instance } = fact.data;
  const subject = subjectOf(rows, fact);
  if (subject === undefined)
    throw new Error(`${fact.type}: nothing is known of what the clock ${clock} runs for`);
  const kind = promiseKind(clock, subject);
  if (kind === undefined) return;
  if (fact.type === 'ClockStarted') {
    rows.put('promises', promiseMade(fact, subject, kind));
    return;
  }
  const row = rows.get('promises', fact.stream, clock, instance) as PromiseRow | undefined;
  if (row === undefined) throw new Error(`${fact.type}: run ${String(instance)} of ${clock} has not started`);
  rows.put('promises', promiseAfter(row, fact));
}

const subjectOf = (rows: Rows, { stream }: RecordedEvent): PromiseSubject | undefined =>
  rows.get('promise_subjects', stream) as PromiseSubject | undefined;

const openPromises = (rows: Rows, { stream }: RecordedEvent): readonly PromiseRow[] =>
  (rows.all('promises') as readonly PromiseRow[]).filter((row) => row.open && row.stream === stream);

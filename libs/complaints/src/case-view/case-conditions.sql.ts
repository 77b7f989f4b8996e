import { fromIso } from '@redress/kernel';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import type { CaseListQuestion } from './case-list.dto';
import type { CaseRow } from './case-row';

type Condition = RawBuilder<boolean>;
type Column = keyof CaseRow;

/** What the answer to a question must hold, as conditions on a row of `cases`. */
export const conditionsOf = (question: CaseListQuestion): readonly Condition[] => [
  ...isOneOf('phase', question.phase),
  ...isOneOf('team', question.team),
  ...is('agent', question.agent),
  ...isOneOf('kind', question.kind),
  ...isOneOf('priority', question.priority),
  ...is('customer_id', question.customerId),
  ...is('reference', question.reference),
  ...is('severity', question.severity),
  ...isOneOf('ended_as', question.endedAs),
  ...isOneOf('follow_up_outcome', question.followUp),
  ...(question.from === undefined ? [] : [sql<boolean>`registered_at >= ${fromIso(question.from)}`]),
  ...(question.to === undefined ? [] : [sql<boolean>`registered_at < ${fromIso(question.to)}`]),
  // This and the next read as the conditions of the indexes do.
  ...(question.archived === undefined
    ? []
    : [
        question.archived
          ? sql<boolean>`ended_as = 'archived'`
          : sql<boolean>`ended_as IS DISTINCT FROM 'archived'`,
      ]),
  ...whether(question.supervised, sql`supervision_number IS NOT NULL AND supervision_answered_at IS NULL`),
  ...whether(question.chased, sql`chases > 0`),
  ...whether(question.inPool, sql`agent IS NULL`),
  ...whether(question.appealed, sql`appeal_number IS NOT NULL`),
  ...whether(question.extensionPending, sql`extension_number IS NOT NULL`),
];

const is = (column: Column, value: string | undefined): Condition[] =>
  value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];

const isOneOf = (column: Column, values: readonly (string | number)[] | undefined): Condition[] =>
  values === undefined ? [] : [sql`${sql.ref(column)} IN (${sql.join(values)})`];

const whether = (wanted: boolean | undefined, condition: Condition): Condition[] =>
  wanted === undefined ? [] : [wanted ? condition : sql`NOT (${condition})`];

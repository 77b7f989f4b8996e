import type { ComplaintEvent } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { Rows, TableDefinition } from '@redress/read-model';
import { policyColumns } from './case-figures/case-row';
import { DIMENSION_COLUMNS, type Dimensions } from './dimensions';

/** The facts that change the dimensions of a case. */
export const DIMENSION_EVENTS = [
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
  'ComplaintReprioritised',
  'ComplaintReclassified',
  'ComplaintReopened',
] as const satisfies readonly ComplaintEvent['type'][];

/** One of DIMENSION_EVENTS, as recorded. */
export type DimensionFact = Recorded<
  Extract<ComplaintEvent, { readonly type: (typeof DIMENSION_EVENTS)[number] }>
>;

const TYPES: ReadonlySet<string> = new Set(DIMENSION_EVENTS);

export const isDimensionFact = (event: RecordedEvent): event is DimensionFact => TYPES.has(event.type);

/** A table with the dimensions of each case as it stands, for a projection that files its rows by them. */
export const CASE_DIMENSIONS_TABLE: TableDefinition = { columns: DIMENSION_COLUMNS, key: [] };

/** The dimensions of the case after one more fact, which are put into such a table. Throws where it was never registered. */
export function followDimensions(rows: Rows, table: string, fact: DimensionFact): Dimensions {
  const after =
    fact.type === 'ComplaintRegistered'
      ? registered(fact)
      : { ...caseDimensions(rows, table, fact), ...changeBy(fact) };
  rows.put(table, after);
  return after;
}

/** The dimensions of the case as it stands. Throws where it was never registered. */
export function caseDimensions(rows: Rows, table: string, { type }: RecordedEvent): Dimensions {
  const row = rows.get(table) as Dimensions | undefined;
  if (row === undefined) throw new Error(`${type}: the case was never registered`);
  return row;
}

type Registration = Extract<DimensionFact, { readonly type: 'ComplaintRegistered' }>;

const registered = ({ data, occurredAt }: Registration): Dimensions => ({
  reference: data.reference ?? null,
  kind: data.kind,
  category: data.category,
  channel: data.channel,
  tier: data.tier,
  priority: data.priority,
  team: data.team,
  agent: null,
  ...policyColumns(data.policy),
  registered_at: occurredAt,
});

function changeBy(fact: Exclude<DimensionFact, Registration>): Partial<Dimensions> {
  switch (fact.type) {
    case 'ComplaintAssigned':
    case 'ComplaintClaimed':
    case 'ComplaintTransferred':
      return { team: fact.data.team, agent: fact.data.agent };
    case 'ComplaintReturned':
      return { team: fact.data.team, agent: null };
    case 'ComplaintReprioritised':
      return { priority: fact.data.priority, ...policyColumns(fact.data.policy) };
    case 'ComplaintReclassified': {
      const { kind, category, tier, policy } = fact.data;
      return { kind, category, tier, ...policyColumns(policy) };
    }
    case 'ComplaintReopened':
      return policyColumns(fact.data.policy);
  }
}

/** The dimensions of a row that may be of no case: then it has a team, an agent perhaps, and nothing else. */
export type DimensionsIfAny = { readonly [Name in keyof Dimensions]: Dimensions[Name] | null } & {
  readonly team: string;
};

/** The dimensions of what no case asked for. */
export const ofNoCase = (team: string, agent: string | null): DimensionsIfAny => ({
  reference: null,
  kind: null,
  category: null,
  channel: null,
  tier: null,
  priority: null,
  team,
  agent,
  policy_name: null,
  policy_version: null,
  policy_rule: null,
  registered_at: null,
});

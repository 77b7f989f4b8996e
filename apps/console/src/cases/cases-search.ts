import type { Search } from '../api/client';
import type { Words } from '../i18n/use-words';

/** What the list of cases is asked for: the filters of the API, as they stand in the address; several values with commas. */
export type CasesSearch = Readonly<Record<string, string>>;

/** As the API is asked for it: lists stand in the address with commas between. */
export const inLists = (search: CasesSearch): Search =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value.includes(',') ? value.split(',') : value]),
  );

type TextName = Parameters<Words['t']>[0];

/** What the filters of the API are called on this page. */
const NAMES: Readonly<Record<string, TextName>> = {
  agent: 'case.agent',
  appealed: 'cases.filter.appealed',
  archived: 'cases.filter.archived',
  as: 'cases.filter.as',
  chased: 'cases.filter.chased',
  clock: 'board.clock',
  customerId: 'case.customer',
  endedAs: 'cases.filter.endedAs',
  extensionPending: 'cases.filter.extensionPending',
  followUp: 'cases.filter.followUp',
  from: 'cases.filter.from',
  inPool: 'cases.filter.inPool',
  kind: 'case.kind',
  on: 'cases.filter.on',
  phase: 'cases.phase',
  priority: 'board.priority',
  reference: 'cases.filter.reference',
  severity: 'case.grave',
  supervised: 'cases.filter.supervised',
  team: 'case.team',
  to: 'cases.filter.to',
  verdict: 'cases.verdict',
};

/** What a filter is called; by the name that the API has for it where there is no word. */
export function filterName({ t }: Words, name: string): string {
  const text = NAMES[name];
  return text === undefined ? name : t(text);
}

import type { Search } from '../api/client';

/** What the list of cases is asked for: the filters of the API, as they stand in the address; several values with commas. */
export type CasesSearch = Readonly<Record<string, string>>;

/** As the API is asked for it: lists stand in the address with commas between. */
export const inLists = (search: CasesSearch): Search =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value.includes(',') ? value.split(',') : value]),
  );

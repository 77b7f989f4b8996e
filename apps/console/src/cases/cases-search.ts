/** What the list of cases is asked for: the filters of the API, as they stand in the address; several values with commas. */
export type CasesSearch = Readonly<Record<string, string>>;

import { isOwnClock } from '../api/case-words';
import type { Search } from '../api/client';
import { splitOf, type Choice, type FigureSpec } from './figure-specs';
import type { Bounds, FiguresSearch } from './figures-search';

/** The zone of this browser: its days are what hours, days and ranges are of. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What is chosen of a choice; the first of its values where nothing is. */
export function chosenOf({ name, values, isOfClocks }: Choice, search: FiguresSearch): string {
  const chosen = search[name];
  if (chosen !== undefined && isOfClocks === true && isOwnClock(chosen)) return chosen;
  return values.find((value) => value === chosen) ?? values[0] ?? '';
}

/** An enquiry never counts as a complaint: somebody has to ask for all kinds. */
export const kindOf = ({ kind = 'complaint' }: FiguresSearch): string => kind;

/** What the API is asked for: what is chosen of this figure, over the range, where the filters say. */
export const questionOf = (spec: FigureSpec, search: FiguresSearch, bounds: Bounds): Search => ({
  kind: kindOf(search),
  ...Object.fromEntries(spec.choices.map((choice) => [choice.name, chosenOf(choice, search) || undefined])),
  team: search.team,
  agent: search.agent,
  by: spec.fixedSplit === undefined ? splitOf(spec, search.by) : undefined,
  zone: browserZone(),
  ...spec.more?.(search),
  ...bounds,
});

import type { FigureAnswer } from '../api/types';
import type { Group } from './column';
import type { FiguresSearch } from './figures-search';

/** The dimensions of service, in the order in which their points stand in the address. */
export const DIMENSIONS = ['tangibles', 'reliability', 'responsiveness', 'assurance', 'empathy'] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** What each has where nothing is chosen: each as many. */
const EQUAL_POINTS = 20;
const MOST_POINTS = 100;

/** How many points each dimension has, as the address says (`20-40-20-10-10`). */
export function pointsOf({
  weights = '',
}: Pick<FiguresSearch, 'weights'>): Readonly<Record<Dimension, number>> {
  const given = weights.split('-').map((text) => (/^\d+$/.test(text) ? Number(text) : undefined));
  const points = (at: number) => Math.min(given[at] ?? EQUAL_POINTS, MOST_POINTS);
  return {
    tangibles: points(0),
    reliability: points(1),
    responsiveness: points(2),
    assurance: points(3),
    empathy: points(4),
  };
}

/** As the address has it. */
export const weightsText = (points: Readonly<Record<Dimension, number>>): string =>
  DIMENSIONS.map((dimension) => String(points[dimension])).join('-');

/** The name of the group that is of all dimensions together. */
export const OVERALL = 'overall';

/** An answer with its overall gap as the last group. */
export const withOverall = (answer: FigureAnswer<Group>): FigureAnswer<Group> => ({
  ...answer,
  groups: [...answer.groups, { group: OVERALL, gap: 'overallGap' in answer ? answer.overallGap : null }],
});

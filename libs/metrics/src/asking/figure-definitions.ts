/** What a figure counts or measures, from when to when. Its version rises with every change of what is counted. */
export interface FigureDefinition {
  readonly version: number;
  readonly text: string;
}

/** Every definition that an answer can name. The first four are of response times, by their measure. */
export const FIGURE_DEFINITIONS = {
  'first-response': {
    version: 1,
    text: 'From the start of a cycle (registration, or reopening) to the first answer of substance in it, in elapsed time: waiting and closed hours count.',
  },
  resolution: {
    version: 1,
    text: 'From the start of a cycle (registration, or reopening) to its resolution, in elapsed time: waiting and closed hours count.',
  },
  'total-resolution': {
    version: 1,
    text: 'From the registration of a case to its last resolution so far, in elapsed time: waiting and closed hours count. Its cycle is that of this resolution.',
  },
  'own-clock': {
    version: 1,
    text: 'From the start of a clock that a policy defines to its stop, each run for itself, in elapsed time: waiting and closed hours count. A run that ended without what it waited for is not measured.',
  },
  cases: {
    version: 1,
    text: 'Cases by their registration, and what has happened to them until now, in all their cycles; each is filed where it stands now.',
  },
  verdicts: {
    version: 2,
    text: 'Runs of an SLA clock by their verdict: one that is due and still goes is missed. They are as judged then, as known now, or as judged again under a later version of their policy (as known where they were not): the question says which. Each is filed under the priority, team and agent of the case at its stop, or of now while it goes.',
  },
  promises: {
    version: 1,
    text: 'Promises to customers by the instant at which they are due; each agreed window is one. Kept in time, or broken: that stays, whatever comes later. Each is filed under the team and agent who owe it, or owed it at its end.',
  },
  remedies: {
    version: 1,
    text: 'What happened to remedies in the range, each filed where the case then was. Promised: offered, or put into effect without an offer; paid: put into effect. Amounts are of one currency each and in its smallest unit.',
  },
  'follow-ups': {
    version: 1,
    text: 'Resolutions of cases by when the case was resolved, each cycle for itself, and how following them up went until now: the last outcome in the cycle counts. Each is filed under who resolved it, and where the case then was.',
  },
  satisfaction: {
    version: 1,
    text: 'What customers answered, by when they were asked. Answers about a case are filed under who resolved it last, and where the case then was; others under who asked.',
  },
  servqual: {
    version: 1,
    text: 'What customers said of each dimension of service, 1 to 7, by when they were asked: what they expected and what they perceived, each the mean of the items where it was said, and the gap, the mean of perceived less expected of the items with both. The overall gap is the mean of the gaps by the weights that the question gives; a dimension without a gap is left out of it.',
  },
} as const satisfies Readonly<Record<string, FigureDefinition>>;

export type DefinitionName = keyof typeof FIGURE_DEFINITIONS;

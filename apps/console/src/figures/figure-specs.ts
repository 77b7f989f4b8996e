import { CASE_CLOCKS } from '../api/case-words';
import type { FigureAnswer } from '../api/types';
import type { Words } from '../i18n/use-words';
import { column, costs, numberAt, type Column, type Group } from './column';
import type { SearchName } from './figures-search';

/** A parameter of the API that is chosen from a list; the first value is asked for where nothing is chosen. */
export interface Choice {
  readonly name: Extract<SearchName, 'measure' | 'clock' | 'as' | 'on' | 'promise' | 'purpose'>;
  /** An empty one asks for all. */
  readonly values: readonly string[];
  readonly word: (words: Words, value: string) => string;
}

type Answer = Pick<FigureAnswer<Group>, 'groups' | 'range'>;

/** A figure of the API, and how it is shown. */
export interface FigureSpec {
  readonly id:
    'responseTimes' | 'attainment' | 'promises' | 'satisfaction' | 'remedies' | 'followUps' | 'cases';
  /** Below /v1/figures. */
  readonly path: string;
  readonly choices: readonly Choice[];
  /** What it can be split by beside what all can be. */
  readonly ownSplits?: readonly By[];
  /** The split where none is chosen, if not by day. */
  readonly firstSplit?: By;
  readonly columns: (answer: Answer) => readonly Column[];
  /** The columns that are drawn, those of one picture together: they have one unit. */
  readonly charts: (answer: Answer) => readonly (readonly Column[])[];
}

export const SPLITS = [
  'hour',
  'day',
  'month',
  'team',
  'agent',
  'priority',
  'kind',
  'category',
  'channel',
  'tier',
] as const;
export type By = (typeof SPLITS)[number] | 'promise' | 'remedy' | 'cause' | 'currency';

/** What a figure is split by where nothing is chosen, or where what is chosen is not of it. */
export const splitOf = ({ ownSplits = [], firstSplit = 'day' }: FigureSpec, by: string | undefined): By =>
  [...ownSplits, ...SPLITS].find((one) => one === by) ?? firstSplit;

const P = (n: number) => column(`p${String(n)}Ms`, () => `p${String(n)}`, 'duration');

const attained = column(
  'metShare',
  ({ t }) => t('figures.metShare'),
  'share',
  (group) => {
    const [met, missed] = [numberAt(group, 'met') ?? 0, numberAt(group, 'missed') ?? 0];
    return met + missed === 0 ? null : met / (met + missed);
  },
);

const keptShare = column('keptShare', ({ t }) => t('figures.keptShare'), 'share');
const satisfiedShare = column('satisfiedShare', ({ t }) => t('figures.satisfiedShare'), 'share');
const offered = column('remedies.offered', ({ t }) => t('figures.offered'));
const fulfilled = column('remedies.fulfilled', ({ t }) => t('figures.fulfilled'));
const followUpRate = column('followUpRate', ({ t }) => t('figures.followUpRate'), 'share');
const inTimeShare = column('inTimeShare', ({ t }) => t('figures.inTimeShare'), 'share');
const cases = column('cases', ({ t }) => t('figures.caseCount'));
const resolvedCases = column('resolvedCases', ({ t }) => t('figures.resolvedCases'));

/** Whether that which happens to a case, or the registration of the case, lies in the range. */
const ON: Choice = {
  name: 'on',
  values: ['happened', 'registered'],
  word: ({ t }, on) => t(`figures.ons.${on}` as 'figures.title'),
};

export const FIGURES: readonly FigureSpec[] = [
  {
    id: 'responseTimes',
    path: 'response-times',
    choices: [
      {
        name: 'measure',
        values: ['first-response', 'resolution', 'total-resolution'],
        word: ({ word }, measure) => word('clock', measure),
      },
      ON,
    ],
    columns: () => [
      column('n', ({ t }) => t('figures.n')),
      column('meanMs', ({ t }) => t('figures.mean'), 'duration'),
      P(50),
      P(90),
      P(95),
      P(99),
      column('maxMs', ({ t }) => t('figures.max'), 'duration'),
      column('within.share', ({ t }) => t('figures.within'), 'share'),
    ],
    charts: () => [[P(50), P(90), P(99)]],
  },
  {
    id: 'attainment',
    path: 'verdicts',
    choices: [
      {
        name: 'clock',
        // The window of a callback is among the promises.
        values: CASE_CLOCKS,
        word: ({ word }, clock) => word('clock', clock),
      },
      {
        name: 'as',
        values: ['judged', 'known', 'reassessed'],
        word: ({ t }, as) => t(`figures.as.${as}` as 'figures.title'),
      },
      ON,
    ],
    columns: ({ range }) => [
      { ...column('met', ({ t }) => t('figures.met')), verdict: 'met' },
      { ...column('missed', ({ t }) => t('figures.missed')), verdict: 'missed' },
      // What still goes has not happened, so that there it is never counted.
      ...(range.on === 'registered'
        ? [{ ...column('running', ({ t }) => t('figures.running')), verdict: 'running' }]
        : []),
      { ...column('none', ({ t }) => t('figures.noVerdict')), verdict: 'none' },
      attained,
    ],
    charts: () => [[attained]],
  },
  {
    id: 'promises',
    path: 'promises',
    choices: [
      {
        name: 'promise',
        values: ['', 'callback', 'follow-up', 'remedy', 'answer'],
        word: ({ t, word }, promise) => (promise === '' ? t('figures.all') : word('promise', promise)),
      },
    ],
    ownSplits: ['promise'],
    columns: () => [
      column('kept', ({ t }) => t('figures.kept')),
      column('broken', ({ t }) => t('figures.broken')),
      column('keptLate', ({ t }) => t('figures.keptLate')),
      column('brokenAndOpen', ({ t }) => t('figures.brokenAndOpen')),
      column('owed', ({ t }) => t('figures.owed')),
      column('renegotiated', ({ t }) => t('figures.renegotiated')),
      column('released', ({ t }) => t('figures.released')),
      keptShare,
    ],
    charts: () => [[keptShare]],
  },
  {
    id: 'satisfaction',
    path: 'satisfaction',
    choices: [
      {
        name: 'purpose',
        values: ['follow-up', 'promise', 'care', 'renewal'],
        word: ({ word }, purpose) => word('purpose', purpose),
      },
    ],
    columns: () => [
      column('answers', ({ t }) => t('figures.answers')),
      column('satisfied', ({ t }) => t('figures.satisfied')),
      column('dissatisfied', ({ t }) => t('figures.dissatisfied')),
      satisfiedShare,
      column('csat.n', ({ t }) => t('figures.csatCount')),
      column('csat.mean', ({ t }) => t('figures.csat'), 'score'),
    ],
    charts: () => [[satisfiedShare]],
  },
  {
    id: 'remedies',
    path: 'remedies',
    choices: [],
    ownSplits: ['remedy', 'cause', 'currency'],
    firstSplit: 'remedy',
    columns: ({ groups }) => [
      column('remedies.sought', ({ t }) => t('figures.sought')),
      offered,
      column('remedies.accepted', ({ t }) => t('figures.accepted')),
      column('remedies.refused', ({ t }) => t('figures.refused')),
      column('remedies.withdrawn', ({ t }) => t('figures.withdrawn')),
      fulfilled,
      column('remedies.reversed', ({ t }) => t('figures.reversed')),
      column('acceptanceRate', ({ t }) => t('figures.acceptanceRate'), 'share'),
      ...costs(groups),
    ],
    charts: ({ groups }) => [[offered, fulfilled], ...costs(groups).map((cost) => [cost])],
  },
  {
    id: 'followUps',
    path: 'follow-ups',
    choices: [],
    columns: () => [
      column('resolved', ({ t }) => t('figures.resolved')),
      column('followedUp', ({ t }) => t('figures.followedUp')),
      column('satisfied', ({ t }) => t('figures.satisfied')),
      column('dissatisfied', ({ t }) => t('figures.dissatisfied')),
      column('unreachable', ({ t }) => t('figures.unreachable')),
      column('late', ({ t }) => t('figures.late')),
      followUpRate,
      inTimeShare,
      column('reach', ({ t }) => t('figures.reach'), 'share'),
      column('attemptsPerFollowUp', ({ t }) => t('figures.attemptsPerFollowUp'), 'score'),
    ],
    charts: () => [[followUpRate, inTimeShare]],
  },
  {
    id: 'cases',
    path: 'cases',
    choices: [],
    columns: () => [
      cases,
      resolvedCases,
      column('reopenedCases', ({ t }) => t('figures.reopenedCases')),
      column('transferredCases', ({ t }) => t('figures.transferredCases')),
      column('chasedCases', ({ t }) => t('figures.chasedCases')),
      column('escalatedCases', ({ t }) => t('figures.escalatedCases')),
      column('repeatCases', ({ t }) => t('figures.repeatCases')),
      column('appealedCases', ({ t }) => t('figures.appealedCases')),
      column('returns', ({ t }) => t('figures.returns')),
    ],
    charts: () => [[cases, resolvedCases]],
  },
];

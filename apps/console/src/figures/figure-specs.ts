import { CASE_CLOCKS } from '../api/case-words';
import type { Search } from '../api/client';
import type { FigureAnswer } from '../api/types';
import type { Words } from '../i18n/use-words';
import { column, costs, counted, numberAt, type Column, type Group } from './column';
import type { FiguresSearch, SearchName } from './figures-search';
import { pointsOf, withOverall } from './servqual';

/** A parameter of the API that is chosen from a list; the first value is asked for where nothing is chosen. */
export interface Choice {
  readonly name: Extract<SearchName, 'measure' | 'clock' | 'as' | 'on' | 'promise' | 'purpose'>;
  /** An empty one asks for all. */
  readonly values: readonly string[];
  readonly word: (words: Words, value: string) => string;
  /** The clocks that policies define can be chosen, too. */
  readonly isOfClocks?: true;
}

type Answer = Pick<FigureAnswer<Group>, 'groups' | 'range'>;

/** A figure of the API, and how it is shown. */
export interface FigureSpec {
  readonly id:
    | 'responseTimes'
    | 'attainment'
    | 'promises'
    | 'satisfaction'
    | 'servqual'
    | 'remedies'
    | 'followUps'
    | 'cases';
  /** Below /v1/figures. */
  readonly path: string;
  readonly choices: readonly Choice[];
  /** What it can be split by beside what all can be. */
  readonly ownSplits?: readonly By[];
  /** The split where none is chosen, if not by day. */
  readonly firstSplit?: By;
  /** What it is always split by. */
  readonly fixedSplit?: string;
  /** What else the API is asked for. */
  readonly more?: (search: FiguresSearch) => Search;
  /** Of an answer that says more of the whole than its groups do: the answer with that as its last group. */
  readonly withWhole?: (answer: FigureAnswer<Group>) => FigureAnswer<Group>;
  /** Below /v1/figures, where it is another one: what lists what stands behind the numbers. */
  readonly listPath?: string;
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
const offered = counted('remedies.offered', ({ t }) => t('figures.offered'), { act: 'offered' });
const fulfilled = counted('remedies.fulfilled', ({ t }) => t('figures.fulfilled'), { act: 'fulfilled' });
const followUpRate = column('followUpRate', ({ t }) => t('figures.followUpRate'), 'share');
const inTimeShare = column('inTimeShare', ({ t }) => t('figures.inTimeShare'), 'share');
const cases = counted('cases', ({ t }) => t('figures.caseCount'), {});
const resolvedCases = counted('resolvedCases', ({ t }) => t('figures.resolvedCases'), { had: 'resolved' });
const expected = column('expected', ({ t }) => t('figures.expected'), 'score');
const perceived = column('perceived', ({ t }) => t('figures.perceived'), 'score');

/** Whether that which happens to a case, or the registration of the case, lies in the range. */
const ON: Choice = {
  name: 'on',
  values: ['happened', 'registered'],
  word: ({ t }, on) => t(`figures.ons.${on}` as 'figures.title'),
};

/** On what occasion customers were asked. */
const PURPOSE: Choice = {
  name: 'purpose',
  values: ['follow-up', 'promise', 'care', 'renewal'],
  word: ({ word }, purpose) => word('purpose', purpose),
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
        isOfClocks: true,
      },
      ON,
    ],
    columns: () => [
      counted('n', ({ t }) => t('figures.n'), {}),
      column('meanMs', ({ t }) => t('figures.mean'), 'duration'),
      P(50),
      P(90),
      P(95),
      P(99),
      // The slowest come first in the list.
      { ...column('maxMs', ({ t }) => t('figures.max'), 'duration'), behind: {} },
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
        isOfClocks: true,
      },
      {
        name: 'as',
        values: ['judged', 'known', 'reassessed'],
        word: ({ t }, as) => t(`figures.as.${as}` as 'figures.title'),
      },
      ON,
    ],
    columns: ({ range }) => [
      counted('met', ({ t }) => t('figures.met'), { verdict: 'met' }),
      counted('missed', ({ t }) => t('figures.missed'), { verdict: 'missed' }),
      // What still goes has not happened, so that there it is never counted.
      ...(range.on === 'registered'
        ? [counted('running', ({ t }) => t('figures.running'), { verdict: 'running' })]
        : []),
      counted('none', ({ t }) => t('figures.noVerdict'), { verdict: 'none' }),
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
      counted('kept', ({ t }) => t('figures.kept'), { state: 'kept' }),
      counted('broken', ({ t }) => t('figures.broken'), { state: 'broken' }),
      counted('keptLate', ({ t }) => t('figures.keptLate'), { keptLate: true }),
      counted('brokenAndOpen', ({ t }) => t('figures.brokenAndOpen'), { state: 'broken', open: true }),
      counted('owed', ({ t }) => t('figures.owed'), { state: 'owed' }),
      counted('renegotiated', ({ t }) => t('figures.renegotiated'), { state: 'renegotiated' }),
      counted('released', ({ t }) => t('figures.released'), { state: 'released' }),
      keptShare,
    ],
    charts: () => [[keptShare]],
  },
  {
    id: 'satisfaction',
    path: 'satisfaction',
    choices: [PURPOSE],
    columns: () => [
      counted('answers', ({ t }) => t('figures.answers'), {}),
      counted('satisfied', ({ t }) => t('figures.satisfied'), { satisfied: true }),
      counted('dissatisfied', ({ t }) => t('figures.dissatisfied'), { satisfied: false }),
      satisfiedShare,
      counted('csat.n', ({ t }) => t('figures.csatCount'), { csat: ['1', '2', '3', '4', '5'] }),
      column('csat.mean', ({ t }) => t('figures.csat'), 'score'),
    ],
    charts: () => [[satisfiedShare]],
  },
  {
    id: 'servqual',
    path: 'servqual',
    listPath: 'satisfaction',
    choices: [PURPOSE],
    fixedSplit: 'dimension',
    more: pointsOf,
    withWhole: withOverall,
    columns: () => [
      expected,
      perceived,
      column('gap', ({ t }) => t('figures.gap'), 'gap'),
      column('weight', ({ t }) => t('figures.weight'), 'share'),
      counted('items', ({ t }) => t('figures.items'), {}),
    ],
    charts: () => [[expected, perceived]],
  },
  {
    id: 'remedies',
    path: 'remedies',
    choices: [],
    ownSplits: ['remedy', 'cause', 'currency'],
    firstSplit: 'remedy',
    columns: ({ groups }) => [
      counted('remedies.sought', ({ t }) => t('figures.sought'), { act: 'sought' }),
      offered,
      counted('remedies.accepted', ({ t }) => t('figures.accepted'), { act: 'accepted' }),
      counted('remedies.refused', ({ t }) => t('figures.refused'), { act: 'refused' }),
      counted('remedies.withdrawn', ({ t }) => t('figures.withdrawn'), { act: 'withdrawn' }),
      fulfilled,
      counted('remedies.reversed', ({ t }) => t('figures.reversed'), { act: 'reversed' }),
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
      counted('resolved', ({ t }) => t('figures.resolved'), {}),
      counted('followedUp', ({ t }) => t('figures.followedUp'), {
        outcome: ['satisfied', 'dissatisfied', 'unreachable'],
      }),
      counted('satisfied', ({ t }) => t('figures.satisfied'), { outcome: 'satisfied' }),
      counted('dissatisfied', ({ t }) => t('figures.dissatisfied'), { outcome: 'dissatisfied' }),
      counted('unreachable', ({ t }) => t('figures.unreachable'), { outcome: 'unreachable' }),
      counted('late', ({ t }) => t('figures.late'), { verdict: 'missed' }),
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
      counted('reopenedCases', ({ t }) => t('figures.reopenedCases'), { had: 'reopened' }),
      counted('transferredCases', ({ t }) => t('figures.transferredCases'), { had: 'transferred' }),
      counted('chasedCases', ({ t }) => t('figures.chasedCases'), { had: 'chased' }),
      counted('escalatedCases', ({ t }) => t('figures.escalatedCases'), { had: 'escalated' }),
      counted('repeatCases', ({ t }) => t('figures.repeatCases'), { had: 'repeat' }),
      counted('appealedCases', ({ t }) => t('figures.appealedCases'), { had: 'appealed' }),
      counted('returns', ({ t }) => t('figures.returns'), { had: 'returned' }),
    ],
    charts: () => [[cases, resolvedCases]],
  },
];

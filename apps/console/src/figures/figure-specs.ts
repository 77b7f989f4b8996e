import type { Words } from '../i18n/use-words';

/** A group of an answer, as it came. */
export type Group = Readonly<Record<string, unknown>>;

/** A number of a group: how it is called in a file, how on the screen. */
export interface Column {
  /** As the API calls it; the head of the column in a file. */
  readonly name: string;
  readonly label: (words: Words) => string;
  /** The number, as the API gives it; null where there is none. */
  readonly valueOf: (group: Group) => number | null;
  readonly shown: (words: Words, group: Group) => string;
  readonly kind: 'count' | 'duration' | 'share' | 'score';
}

/** A figure of the API, and how it is shown. */
export interface FigureSpec {
  readonly id: 'responseTimes' | 'attainment' | 'promises' | 'satisfaction' | 'remedies';
  /** Below /v1/figures. */
  readonly path: string;
  /** A parameter that has to be chosen. */
  readonly variants?: { readonly name: string; readonly values: readonly string[] };
  readonly columns: readonly Column[];
  readonly series: readonly Column[];
}

/** The number at a path such as `csat.mean`. */
function at(group: Group, path: string): number | null {
  const value = path
    .split('.')
    .reduce<unknown>(
      (from, name) => (typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined),
      group,
    );
  return typeof value === 'number' ? value : null;
}

const show: Readonly<Record<Column['kind'], (words: Words, value: number) => string>> = {
  count: ({ number }, value) => number(value),
  duration: ({ duration }, ms) => duration(ms),
  share: ({ share }, value) => share(value),
  score: ({ number }, value) => number(Math.round(value * 100) / 100),
};

function column(
  name: string,
  label: Column['label'],
  kind: Column['kind'] = 'count',
  valueOf = (group: Group) => at(group, name),
): Column {
  return {
    name,
    label,
    kind,
    valueOf,
    shown: (words, group) => {
      const value = valueOf(group);
      return value === null ? '–' : show[kind](words, value);
    },
  };
}

const P = (n: number) => column(`p${String(n)}Ms`, () => `p${String(n)}`, 'duration');

const attained = column(
  'metShare',
  ({ t }) => t('figures.share'),
  'share',
  (group) => {
    const [met, missed] = [at(group, 'met') ?? 0, at(group, 'missed') ?? 0];
    return met + missed === 0 ? null : met / (met + missed);
  },
);

/** Money in the currencies that there are, one beside the other. */
const cost: Column = {
  name: 'amounts',
  label: ({ t }) => t('figures.cost'),
  kind: 'count',
  valueOf: () => null,
  shown: ({ money }, { amounts }) =>
    Array.isArray(amounts)
      ? (amounts as readonly { currency: string; costMinor: number }[])
          .map(({ currency, costMinor }) => money({ currency, minor: costMinor }))
          .join(', ')
      : '',
};

const keptShare = column('keptShare', ({ t }) => t('figures.share'), 'share');
const satisfiedShare = column('satisfiedShare', ({ t }) => t('figures.share'), 'share');

export const FIGURES: readonly FigureSpec[] = [
  {
    id: 'responseTimes',
    path: 'response-times',
    variants: { name: 'measure', values: ['first-response', 'resolution', 'total-resolution'] },
    columns: [
      column('n', ({ t }) => t('figures.n')),
      column('meanMs', ({ t }) => t('figures.mean'), 'duration'),
      P(50),
      P(90),
      P(95),
      P(99),
      column('maxMs', ({ t }) => t('figures.max'), 'duration'),
      column('within.share', ({ t }) => t('figures.within'), 'share'),
    ],
    series: [P(50), P(90), P(99)],
  },
  {
    id: 'attainment',
    path: 'verdicts',
    variants: {
      name: 'clock',
      values: ['first-response', 'resolution', 'callback', 'follow-up', 'approval', 'supervision'],
    },
    columns: [
      column('met', ({ t }) => t('figures.met')),
      column('missed', ({ t }) => t('figures.missed')),
      column('running', ({ t }) => t('figures.running')),
      column('none', ({ t }) => t('figures.noVerdict')),
      attained,
    ],
    series: [attained],
  },
  {
    id: 'promises',
    path: 'promises',
    columns: [
      column('kept', ({ t }) => t('figures.kept')),
      column('broken', ({ t }) => t('figures.broken')),
      column('keptLate', ({ t }) => t('figures.keptLate')),
      column('owed', ({ t }) => t('figures.owed')),
      keptShare,
    ],
    series: [keptShare],
  },
  {
    id: 'satisfaction',
    path: 'satisfaction',
    columns: [
      column('answers', ({ t }) => t('figures.answers')),
      column('satisfied', ({ t }) => t('figures.satisfied')),
      column('dissatisfied', ({ t }) => t('figures.dissatisfied')),
      satisfiedShare,
      column('csat.mean', ({ t }) => t('figures.csat'), 'score'),
    ],
    series: [satisfiedShare],
  },
  {
    id: 'remedies',
    path: 'remedies',
    columns: [
      column('remedies.offered', ({ t }) => t('figures.offered')),
      column('remedies.accepted', ({ t }) => t('figures.accepted')),
      column('remedies.fulfilled', ({ t }) => t('figures.fulfilled')),
      column('acceptanceRate', ({ t }) => t('figures.share'), 'share'),
      cost,
    ],
    series: [
      column('remedies.offered', ({ t }) => t('figures.offered')),
      column('remedies.fulfilled', ({ t }) => t('figures.fulfilled')),
    ],
  },
];

import type { ReactNode } from 'react';
import type { Words } from '../i18n/use-words';
import { shownAs } from './column';

/** Something that a figure counts, as the API lists it: what all lists say, and what each says besides. */
export interface BehindItem {
  /** Null of a call that no case asked for. */
  readonly complaintId: string | null;
  readonly reference: string | null;
  readonly category: string | null;
  readonly priority: number | null;
  readonly team: string;
  readonly agent: string | null;
  readonly registeredAt: string | null;
  readonly happenedAt?: string | null;
  readonly promise?: string;
  readonly state?: string;
  readonly open?: boolean;
  readonly keptLate?: boolean;
  readonly tookMs?: number;
  readonly verdict?: string | null;
  readonly satisfied?: boolean | null;
  readonly csat?: number | null;
  readonly outcome?: string | null;
  readonly attempts?: number;
  readonly act?: string;
  readonly remedy?: string | null;
  readonly amountMinor?: number | null;
  readonly currency?: string | null;
  readonly resolutions?: number;
  readonly reopenings?: number;
  readonly transfers?: number;
  readonly returns?: number;
  readonly chases?: number;
  readonly escalations?: number;
  readonly repeats?: number;
  readonly appeals?: number;
}

/** What is said of each, beside the case and who has it. */
interface BehindColumn {
  readonly head: (words: Words) => string;
  readonly cell: (words: Words, item: BehindItem) => ReactNode;
}

const happened = (head: BehindColumn['head']): BehindColumn => ({
  head,
  cell: ({ dateTime }, { happenedAt }) => happenedAt != null && dateTime(happenedAt),
});

const verdict: BehindColumn = {
  head: ({ t }) => t('cases.verdict'),
  cell: ({ word }, { verdict: said }) =>
    said != null && (
      <span data-urgency={said === 'missed' ? 'late' : 'calm'}>{word('clockState', said)}</span>
    ),
};

const times = (
  head: BehindColumn['head'],
  name: 'reopenings' | 'transfers' | 'returns' | 'chases' | 'escalations' | 'repeats' | 'appeals',
): BehindColumn => ({
  head,
  cell: ({ number }, item) => {
    const count = item[name] ?? 0;
    return count > 0 && number(count);
  },
});

/** The columns of the lists, by the path of their figure. */
export const BEHIND: Readonly<Partial<Record<string, readonly BehindColumn[]>>> = {
  'response-times': [
    {
      head: ({ t }) => t('figures.behind.took'),
      cell: (words, { tookMs = 0 }) => shownAs({ kind: 'duration' }, words, tookMs),
    },
    verdict,
    happened(({ t }) => t('figures.behind.at')),
  ],
  promises: [
    {
      head: ({ t }) => t('figures.bys.promise'),
      cell: ({ word }, { promise = '' }) => word('promise', promise),
    },
    {
      head: ({ t }) => t('figures.behind.state'),
      cell: ({ t, word }, { state = '', open, keptLate }) => (
        <span data-urgency={state === 'broken' ? 'late' : 'calm'}>
          {word('promiseState', state)}
          {state === 'broken' && keptLate === true && `, ${t('figures.behind.keptLate')}`}
          {state === 'broken' && open === true && `, ${t('figures.behind.stillOwed')}`}
        </span>
      ),
    },
    happened(({ t }) => t('case.due')),
  ],
  satisfaction: [
    {
      head: ({ t }) => t('figures.behind.said'),
      cell: ({ word }, { satisfied }) =>
        satisfied != null && (
          <span data-urgency={satisfied ? 'calm' : 'late'}>
            {word('followUp', satisfied ? 'satisfied' : 'dissatisfied')}
          </span>
        ),
    },
    { head: ({ t }) => t('figures.csat'), cell: ({ number }, { csat }) => csat != null && number(csat) },
    happened(({ t }) => t('figures.behind.asked')),
  ],
  'follow-ups': [
    {
      head: ({ t }) => t('figures.behind.said'),
      cell: ({ t, word }, { outcome }) =>
        outcome == null ? (
          <em className="hint">{t('figures.behind.notAsked')}</em>
        ) : (
          <span data-urgency={outcome === 'dissatisfied' ? 'late' : 'calm'}>{word('followUp', outcome)}</span>
        ),
    },
    verdict,
    {
      head: ({ t }) => t('figures.behind.calls'),
      cell: ({ number }, { attempts = 0 }) => number(attempts),
    },
    happened(({ t }) => t('figures.resolved')),
  ],
  cases: [
    {
      head: ({ t }) => t('case.registered'),
      cell: ({ dateTime }, { registeredAt }) => registeredAt !== null && dateTime(registeredAt),
    },
    times(({ t }) => t('figures.reopenedCases'), 'reopenings'),
    times(({ t }) => t('figures.transferredCases'), 'transfers'),
    times(({ t }) => t('figures.chasedCases'), 'chases'),
    times(({ t }) => t('figures.escalatedCases'), 'escalations'),
    times(({ t }) => t('figures.repeatCases'), 'repeats'),
    times(({ t }) => t('figures.appealedCases'), 'appeals'),
    times(({ t }) => t('figures.returns'), 'returns'),
  ],
  remedies: [
    {
      head: ({ t }) => t('figures.behind.act'),
      cell: ({ word }, { act = '' }) => word('remedyAct', act),
    },
    {
      head: ({ t }) => t('figures.bys.remedy'),
      cell: ({ word }, { remedy }) => remedy != null && word('remedy', remedy),
    },
    {
      head: ({ t }) => t('figures.behind.amount'),
      cell: ({ money }, { amountMinor, currency }) =>
        amountMinor != null && currency != null && money({ minor: amountMinor, currency }),
    },
    happened(({ t }) => t('figures.behind.at')),
  ],
};

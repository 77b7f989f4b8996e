import type { FigureGroup } from '../api/types';
import type { Words } from '../i18n/use-words';

const WORD_GROUPS = {
  channel: 'channel',
  kind: 'kind',
  tier: 'tier',
  promise: 'promise',
  remedy: 'remedy',
  dimension: 'dimension',
} as const;

const hasWords = (by: string | null): by is keyof typeof WORD_GROUPS => by !== null && by in WORD_GROUPS;

/** What a group is called on the screen. */
export function groupName(
  { t, date, time, word }: Words,
  by: string | null,
  { group, startsAt }: FigureGroup,
): string {
  if (startsAt !== undefined) {
    if (by === 'hour') return time(startsAt, 0);
    return by === 'day' ? date(startsAt) : (group ?? startsAt.slice(0, 7));
  }
  if (group === null) return by === null ? t('figures.whole') : t('figures.nobody');
  if (by === 'priority') return `P${group}`;
  return hasWords(by) ? word(WORD_GROUPS[by], group) : group;
}

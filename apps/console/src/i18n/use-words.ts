import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '.';
import type { en } from './en';
import { formats, type Formats } from './formats';

/** The groups of words for what the API names by a code. */
type WordGroup =
  | 'clock'
  | 'clockState'
  | 'phase'
  | 'waitsFor'
  | 'tier'
  | 'kind'
  | 'channel'
  | 'remedy'
  | 'resolutionState'
  | 'promise'
  | 'purpose'
  | 'outcome'
  | 'callState'
  | 'role'
  | 'event';

export interface Words extends Formats {
  readonly t: ReturnType<typeof useTranslation>['t'];
  readonly language: string;
  /** The word for a code of the API; the code itself where there is none (a clock of the user's own). */
  readonly word: (group: WordGroup & keyof typeof en, code: string) => string;
}

/** Texts, and dates and durations, in the language that is shown. */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () => ({
      t,
      language,
      ...formats(localeOf(language)),
      word: (group, code) =>
        i18n.t(`${group}.${code}` as 'app.name', { defaultValue: code.replaceAll('-', ' ') }),
    }),
    [t, i18n, language],
  );
}

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '.';
import type { en } from './en';
import { formats, type Formats } from './formats';

/** The groups of words for what the API names by a code. */
type WordGroup =
  | 'clock'
  | 'clockState'
  | 'subjectKind'
  | 'subjectFact'
  | 'phase'
  | 'waitsFor'
  | 'tier'
  | 'kind'
  | 'channel'
  | 'remedy'
  | 'resolutionState'
  | 'promise'
  | 'promiseState'
  | 'purpose'
  | 'outcome'
  | 'callState'
  | 'role'
  | 'event'
  | 'field'
  | 'reason'
  | 'relation'
  | 'severity'
  | 'ladderAction'
  | 'supersededBy'
  | 'party'
  | 'exceeds'
  | 'followUp'
  | 'dimension'
  | 'remedyAct'
  | 'clocksFrom';

/** The names of texts, such as `board.title`; one that differs by number goes by its stem. */
type TextName<Texts> = {
  [Name in keyof Texts & string]: Texts[Name] extends string
    ? Name extends `${infer Stem}_${'zero' | 'one' | 'other'}`
      ? Stem
      : Name
    : `${Name}.${TextName<Texts[Name]>}`;
}[keyof Texts & string];

export interface Words extends Formats {
  /**
   * A text, with what is to be put into it. Typed here and not by i18next, whose own types take the compiler minutes over so many texts,
   * and then are "excessively deep".
   */
  readonly t: (name: TextName<typeof en>, values?: Readonly<Record<string, unknown>>) => string;
  readonly language: string;
  /** The word for a code of the API; the code itself where there is none (a clock of the user's own). */
  readonly word: (group: WordGroup & keyof typeof en, code: string) => string;
}

/** `x-meter-check` → `meter check`. */
const readable = (code: string): string => code.replace(/^x-/, '').replaceAll('-', ' ');

/** Texts, and dates and durations, in the language that is shown. */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () => ({
      t: (name, values) => t(name, { ...values }),
      language,
      ...formats(localeOf(language)),
      word: (group, code) => i18n.t(`${group}.${code}`, { defaultValue: readable(code) }),
    }),
    [t, i18n, language],
  );
}

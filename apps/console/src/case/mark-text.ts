import type { Words } from '../i18n/use-words';
import { periodText } from '../ui/period';

/** A warning mark in words: the share of its time that a clock had used, in percent, or the running time that was left (`PT30M`). */
export const markText = (words: Words, mark: number | string): string =>
  /^\d+$/.test(String(mark))
    ? words.t('case.share', { percent: words.share(Number(mark) / 100) })
    : words.t('case.left', { period: periodText(words, String(mark)) });

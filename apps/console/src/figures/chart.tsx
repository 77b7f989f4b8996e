import { useEffect, useMemo, useRef } from 'react';
import { localeOf } from '../i18n';
import { useWords } from '../i18n/use-words';
import { tickLabel } from './axis';
import { shownAs, type Column } from './column';
import type { Picture, Series } from './series';

/** Draws numbers that stand in the table below, too: a picture for the eye, with the drawing library loaded only here. */
export function Chart({
  label,
  unit,
  isOverTime,
  categories,
  series,
}: {
  readonly label: string;
  /** A column of what is drawn: all of it is counted in its unit. */
  readonly unit: Column;
  readonly isOverTime: boolean;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const picture = useMemo((): Picture => {
    const isDuration = unit.kind === 'duration';
    const shown = (value: number) => shownAs(unit, words, value);
    const locale = localeOf(words.language);
    const tickShown = (value: number, step: number) => {
      if (isDuration) return tickLabel(value, step, locale);
      // Of scores the whole ones have ticks.
      return unit.kind === 'score' ? words.number(value) : shown(value);
    };
    return { categories, series, isShare: unit.kind === 'share', isDuration, isOverTime, shown, tickShown };
  }, [unit, isOverTime, categories, series, words]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let end: (() => void) | undefined;
    let isGone = false;
    void import('./draw').then(({ draw }) => {
      if (!isGone) end = draw(element, picture);
    });
    return () => {
      isGone = true;
      end?.();
    };
  }, [picture]);
  return <div className="chart" ref={box} role="img" aria-label={label} />;
}

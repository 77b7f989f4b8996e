import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words';
import type { Series } from './series';

/** Draws numbers that stand in the table below, too: a picture for the eye, with the drawing library loaded only here. */
export function Chart({
  label,
  categories,
  series,
}: {
  readonly label: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
}) {
  const { share, duration, number } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let end: (() => void) | undefined;
    let isGone = false;
    const [first] = series;
    const shown = (value: unknown): string => {
      if (typeof value !== 'number') return '–';
      if (first?.isShare === true) return share(value);
      return first?.isDuration === true ? duration(value) : number(value);
    };
    void import('./draw').then(({ draw }) => {
      if (!isGone) end = draw(element, { categories, series, shown });
    });
    return () => {
      isGone = true;
      end?.();
    };
  }, [categories, series, share, duration, number]);
  return <div className="chart" ref={box} role="img" aria-label={label} />;
}

import { useWords } from '../i18n/use-words';
import type { FiguresSearch } from './figures-search';
import { DIMENSIONS, pointsOf, weightsText } from './servqual';

/** How much each dimension of service weighs in the overall gap: a choice of the house, which nobody can make for it. */
export function ServqualWeights({
  search,
  onChange,
}: {
  readonly search: FiguresSearch;
  readonly onChange: (changed: FiguresSearch) => void;
}) {
  const { t, word } = useWords();
  const points = pointsOf(search);
  return (
    <div className="filters" role="group" aria-label={t('figures.weights')}>
      <span className="filter">{t('figures.weights')}</span>
      {DIMENSIONS.map((dimension) => (
        <label className="filter" key={dimension}>
          {word('dimension', dimension)}
          <input
            type="number"
            min={0}
            max={100}
            value={points[dimension]}
            onChange={(event) => {
              onChange({ weights: weightsText({ ...points, [dimension]: Number(event.target.value) }) });
            }}
          />
        </label>
      ))}
    </div>
  );
}

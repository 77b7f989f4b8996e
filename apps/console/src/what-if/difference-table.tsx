import { useWords } from '../i18n/use-words';
import type { ClockDifference, GroupDifference, WhatIfCounts } from './ask-what-if';

/** Of all cases, or of a group of them. */
export type Difference = ClockDifference & Partial<Pick<GroupDifference, 'by' | 'group'>>;

/** Those that have no verdict: they run, or ended without one. */
const openOf = ({ running, none }: WhatIfCounts): number => running + none;

/** Verdicts as judged then and as they would be; what became better or worse is said in words. */
export function DifferenceTable({
  differences,
  onChoose,
}: {
  readonly differences: readonly Difference[];
  readonly onChoose: (difference: Difference) => void;
}) {
  const { t, word, number } = useWords();
  const hasGroups = differences.some(({ by }) => by !== undefined);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('whatIf.difference')}>
      <table className="wide-table differences">
        <thead>
          <tr>
            {hasGroups && <th scope="col">{t('whatIf.group')}</th>}
            <th scope="col">{t('whatIf.clock')}</th>
            <th scope="col">{t('figures.met')}</th>
            <th scope="col">{t('figures.missed')}</th>
            <th scope="col" title={t('whatIf.openHint')}>
              {t('whatIf.open')}
            </th>
            <th scope="col">{t('whatIf.otherVerdict')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => {
            const { clock, recorded, wouldBe, flips, by, group } = one;
            return (
              <tr key={`${by ?? ''} ${group ?? ''} ${clock}`}>
                {hasGroups && <th scope="row">{by === 'priority' ? `P${group ?? ''}` : group}</th>}
                {hasGroups ? <td>{word('clock', clock)}</td> : <th scope="row">{word('clock', clock)}</th>}
                <td>
                  <Change was={recorded.met} wouldBe={wouldBe.met} more="better" />
                </td>
                <td>
                  <Change was={recorded.missed} wouldBe={wouldBe.missed} more="worse" />
                </td>
                <td>
                  <Change was={openOf(recorded)} wouldBe={openOf(wouldBe)} />
                </td>
                <td>
                  {flips === 0 ? (
                    number(0)
                  ) : (
                    <button
                      type="button"
                      className="button small"
                      aria-label={`${t('whatIf.flips')}: ${word('clock', clock)} ${group ?? ''} ${number(flips)}`}
                      onClick={() => {
                        onChoose(one);
                      }}
                    >
                      {number(flips)}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Two numbers and what is between them. `more`: what it means if there are more; left out: neither. */
function Change({
  was,
  wouldBe,
  more,
}: {
  readonly was: number;
  readonly wouldBe: number;
  readonly more?: 'better' | 'worse';
}) {
  const { t, number } = useWords();
  const by = wouldBe - was;
  if (by === 0)
    return (
      <span className="change">
        {number(was)} <span className="hint">= {t('whatIf.same')}</span>
      </span>
    );
  const signed = `${by > 0 ? '▲ +' : '▼ −'}${number(Math.abs(by))}`;
  const isBetter = by > 0 === (more === 'better');
  return (
    <span className="change">
      {number(was)} → <b>{number(wouldBe)}</b>{' '}
      {more === undefined ? (
        <span className="hint">{signed}</span>
      ) : (
        <b data-urgency={isBetter ? 'ok' : 'late'}>
          {t(isBetter ? 'whatIf.better' : 'whatIf.worse', { by: signed })}
        </b>
      )}
    </span>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Search } from '../api/client';
import { figure } from '../api/questions';
import type { FigureAnswer } from '../api/types';
import { serverNow } from '../api/use-live-clocks';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { BehindLink } from './behind-link';
import { Chart } from './chart';
import { shownAs, type Column, type Group } from './column';
import { csvFile } from './csv';
import { download } from './figure-file';
import { questionOf } from './figure-question';
import type { FigureSpec } from './figure-specs';
import type { Bounds, FiguresSearch } from './figures-search';
import { groupName } from './group-name';
import { listedBehind } from './listed-behind';
import { Provenance } from './provenance';
import { OVERALL } from './servqual';
import { drawnGroups } from './spans';

/** One figure: what it is, drawn, as a table, and to be taken away. */
export function FigurePanel({
  spec,
  search,
  bounds,
  children,
}: {
  readonly spec: FigureSpec;
  readonly search: FiguresSearch;
  readonly bounds: Bounds;
  /** What is chosen of this figure only. */
  readonly children?: ReactNode;
}) {
  const { t } = useWords();
  const question = questionOf(spec, search, bounds);
  const asked = useQuery(figure<Group>(spec.path, question));
  return (
    <Panel title={t(`figures.${spec.id}`)}>
      {children}
      <Asked asked={asked}>
        {(answer) => (
          // While another answer is on its way the one before must not be taken for it.
          <div className={asked.isPlaceholderData ? 'is-old' : ''} aria-busy={asked.isPlaceholderData}>
            <Provenance answer={answer} spec={spec} search={search} />
            {answer.groups.every(({ items }) => items === 0) ? (
              <p className="hint pad">{t('figures.none')}</p>
            ) : (
              <Figure
                spec={spec}
                answer={spec.withWhole?.(answer) ?? answer}
                question={question}
                isOld={asked.isPlaceholderData}
              />
            )}
          </div>
        )}
      </Asked>
    </Panel>
  );
}

function Figure({
  spec,
  answer,
  question,
  isOld,
}: {
  readonly spec: FigureSpec;
  readonly answer: FigureAnswer<Group>;
  readonly question: Search;
  readonly isOld: boolean;
}) {
  const words = useWords();
  const { t } = words;
  const columns = useMemo(() => spec.columns(answer), [spec, answer]);
  const charts = useMemo(() => {
    const all = drawnGroups(answer).filter(({ group }) => group !== OVERALL);
    return spec.charts(answer).map((drawn) => {
      // Of time, an empty span is told; another group of which there is nothing would only be a gap.
      const groups = all.filter(
        (group) => group.startsAt !== undefined || drawn.some((one) => hasAny(one, group)),
      );
      return {
        unit: drawn[0],
        isOverTime: groups.some(({ startsAt }) => startsAt !== undefined),
        categories: groups.map((group) => groupName(words, answer.by, group)),
        series: drawn.map(({ label, valueOf }) => ({ name: label(words), values: groups.map(valueOf) })),
      };
    });
  }, [spec, answer, words]);
  return (
    <>
      {charts.map(({ unit, ...picture }) => {
        if (unit === undefined) return null;
        const what = picture.series.map(({ name }) => name).join(', ');
        return (
          <figure key={unit.name} className="picture">
            <figcaption>{what}</figcaption>
            <Chart label={t('figures.chart', { what })} unit={unit} {...picture} />
          </figure>
        );
      })}
      <Numbers spec={spec} answer={answer} columns={columns} question={question} />
      <TakeAway
        file={{ answer, columns, search: question }}
        name={`redress-${spec.path}`}
        isDisabled={isOld}
      />
    </>
  );
}

/** Whether there is anything to be seen of a number: a share of 0 is one. */
function hasAny({ kind, valueOf }: Column, group: Group): boolean {
  const value = valueOf(group);
  return value !== null && (value !== 0 || (kind !== 'count' && kind !== 'money'));
}

function Numbers({
  spec,
  answer,
  columns,
  question,
}: {
  readonly spec: FigureSpec;
  readonly answer: FigureAnswer<Group>;
  readonly question: Search;
  readonly columns: readonly Column[];
}) {
  const words = useWords();
  const { t } = words;
  const { by, groups } = answer;
  const title = t(`figures.${spec.id}`);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="wide-table numbers">
        <caption className="visually-hidden">{t('figures.table', { what: title })}</caption>
        <thead>
          <tr>
            <th scope="col">{by === null ? t('figures.group') : t(`figures.bys.${by}` as 'figures.by')}</th>
            {columns.map(({ name, label }) => (
              <th scope="col" key={name}>
                {label(words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={`${group.startsAt ?? ''} ${String(group.group)}`}>
              <th scope="row">{groupName(words, by, group)}</th>
              {columns.map((column) => {
                const value = column.valueOf(group);
                const shown = value === null ? '–' : shownAs(column, words, value);
                const behind =
                  column.behind === undefined || value === null || value === 0
                    ? undefined
                    : listedBehind(answer, group, column.behind, question);
                return (
                  <td key={column.name}>
                    {behind === undefined ? (
                      shown
                    ) : (
                      <BehindLink spec={spec} column={column.name} search={behind}>
                        {shown}
                      </BehindLink>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TakeAway({
  file,
  name,
  isDisabled,
}: {
  readonly file: Parameters<typeof csvFile>[0];
  readonly name: string;
  readonly isDisabled: boolean;
}) {
  const words = useWords();
  const { t } = words;
  const [error, setError] = useState<unknown>();
  const asWorkbook = async () => {
    setError(undefined);
    try {
      const { xlsxFile } = await import('./xlsx');
      download(`${name}.xlsx`, await xlsxFile(file, { words, madeAt: serverNow() }));
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <div className="acts take-away">
      <Button
        className="button"
        isDisabled={isDisabled}
        onPress={() => {
          download(`${name}.csv`, csvFile(file));
        }}
      >
        {t('figures.csv')}
      </Button>
      <Button className="button" isDisabled={isDisabled} onPress={() => void asWorkbook()}>
        {t('figures.xlsx')}
      </Button>
      <Button
        className="button"
        onPress={() => {
          print();
        }}
      >
        {t('figures.print')}
      </Button>
      {error !== undefined && <ProblemNote error={error} />}
    </div>
  );
}

import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { ApiProblem } from '../api/problem';
import type { Page } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { MoreButton } from '../ui/more-button';
import { Panel } from '../ui/panel';
import { filterName, type CasesSearch } from './cases-search';

/** What was found, as a table that goes on, and as of when; nothing changes in it by itself. */
export function FoundPages<Item>({
  pages,
  search,
  head,
  row,
}: {
  readonly pages: UseInfiniteQueryResult<{ readonly pages: readonly Page<Item>[] }>;
  readonly search: CasesSearch;
  /** The heads of the columns: cells of a row. */
  readonly head: ReactNode;
  readonly row: (item: Item, n: number) => ReactNode;
}) {
  const { t, number, timeToTheSecond } = useWords();
  const { data, dataUpdatedAt, error, hasNextPage, isFetching, refetch } = pages;
  const items = (data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Panel
      title={t('app.cases')}
      aside={
        data !== undefined && (
          <span className="hint">
            {t('cases.found', {
              count: items.length,
              replace: { count: `${number(items.length)}${hasNextPage ? '+' : ''}` },
            })}{' '}
            · {t('fresh.asOf', { time: timeToTheSecond(dataUpdatedAt) })}{' '}
            <Button className="button small" isPending={isFetching} onPress={() => void refetch()}>
              {t('cases.again')}
            </Button>
          </span>
        )
      }
    >
      <Asked asked={pages} empty={t('cases.none')} isEmpty={() => items.length === 0}>
        {() => (
          <div className="table-scroll" tabIndex={0} role="region" aria-label={t('app.cases')}>
            <table className="wide-table">
              <thead>
                <tr>{head}</tr>
              </thead>
              <tbody>{items.map(row)}</tbody>
            </table>
          </div>
        )}
      </Asked>
      {error !== null && <WayOut error={error} search={search} />}
      <MoreButton pages={pages}>{t('app.more')}</MoreButton>
    </Panel>
  );
}

/** From a list that the API refuses, because of what stands in the address, to one without that. */
function WayOut({ error, search }: { readonly error: Error; readonly search: CasesSearch }) {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  if (!(error instanceof ApiProblem) || error.status !== 400) return null;
  const wrong = [...new Set(error.fields.map(({ field }) => field))].filter((name) =>
    Object.hasOwn(search, name),
  );
  return (
    <div className="acts">
      {wrong.map((name) => (
        <Button
          key={name}
          className="button"
          onPress={() => {
            const { [name]: _wrong, ...rest } = search;
            void navigate({ to: '/cases', search: rest });
          }}
        >
          {t('cases.without', { name: filterName(words, name) })}
        </Button>
      ))}
      <Button className="button" onPress={() => void navigate({ to: '/cases', search: {} })}>
        {t('cases.withoutAny')}
      </Button>
    </div>
  );
}

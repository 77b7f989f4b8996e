import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { address, ask } from '../api/client';
import type { CaseSummary, Page, VerdictItem } from '../api/types';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { CaseFilters } from './case-filters';
import { inLists, type CasesSearch } from './cases-search';

const route = getRouteApi('/inside/cases');

/** The cases behind a number, or whatever is asked for. The address says what, so that it can be passed on. */
export function CasesPage() {
  const { t } = useWords();
  const search = route.useSearch();
  const { source, ...rest } = search;
  const isVerdicts = source === 'verdicts';
  return (
    <div className="cases-page">
      <header className="page-head">
        <h1>{t('app.cases')}</h1>
        <FindCase />
      </header>
      <CaseFilters search={search} isVerdicts={isVerdicts} />
      {isVerdicts ? <Verdicts search={rest} /> : <Cases search={rest} />}
    </div>
  );
}

function FindCase() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [caseId, setCaseId] = useState('');
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    if (caseId.trim() !== '') void navigate({ to: '/cases/$caseId', params: { caseId: caseId.trim() } });
  };
  return (
    <form className="find" onSubmit={find} role="search">
      <input
        type="search"
        value={caseId}
        aria-label={t('cases.find')}
        placeholder={t('cases.find')}
        onChange={(event) => {
          setCaseId(event.target.value);
        }}
      />
    </form>
  );
}

const usePages = <Item,>(path: string, search: CasesSearch) =>
  useInfiniteQuery({
    queryKey: [address(path, inLists(search)), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<Item>>(
        path,
        { ...inLists(search), ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

function Cases({ search }: { readonly search: CasesSearch }) {
  const { t, word, dateTime } = useWords();
  const pages = usePages<CaseSummary>('/v1/complaints', search);
  return (
    <Pages
      pages={pages}
      head={[
        t('board.case'),
        t('case.phase'),
        t('board.priority'),
        t('case.kind'),
        t('case.category'),
        t('case.team'),
        t('case.agent'),
        t('case.registered'),
        t('cases.changed'),
        '',
      ]}
      row={(one) => (
        <tr key={one.id}>
          <th scope="row">
            <Link to="/cases/$caseId" params={{ caseId: one.id }}>
              {caseName(one)}
            </Link>
          </th>
          <td>
            {word('phase', one.phase)}{' '}
            {one.waitsFor !== null && <span className="hint">{word('waitsFor', one.waitsFor)}</span>}
          </td>
          <td>P{one.priority}</td>
          <td>{word('kind', one.kind)}</td>
          <td>{one.category}</td>
          <td>{one.team}</td>
          <td>{one.agent ?? <em>{t('board.pool')}</em>}</td>
          <td>{dateTime(one.registeredAt)}</td>
          <td>{dateTime(one.changedAt)}</td>
          <td>
            {one.severity === 'grave' && <span className="flag late">{t('case.grave')}</span>}
            {one.supervision?.answeredAt === null && (
              <span className="flag soon">{t('clock.supervision')}</span>
            )}
            {one.chases > 0 && <span className="flag">{t('board.chased', { count: one.chases })}</span>}
          </td>
        </tr>
      )}
    />
  );
}

function Verdicts({ search }: { readonly search: CasesSearch }) {
  const { t, word, dateTime } = useWords();
  const pages = usePages<VerdictItem>('/v1/figures/verdicts/list', search);
  return (
    <Pages
      pages={pages}
      head={[
        t('board.case'),
        t('board.clock'),
        t('cases.verdict'),
        t('case.due'),
        t('cases.stopped'),
        t('board.priority'),
        t('case.category'),
        t('case.team'),
        t('case.agent'),
      ]}
      row={(one) => {
        const { verdict, dueAt } = countedAs(search['as'], one);
        return (
          <tr key={`${one.complaintId} ${one.clock} ${String(one.instance)}`}>
            <th scope="row">
              <Link to="/cases/$caseId" params={{ caseId: one.complaintId }}>
                {caseName({ id: one.complaintId, reference: one.reference })}
              </Link>
            </th>
            <td>{word('clock', one.clock)}</td>
            <td data-urgency={verdict === 'missed' ? 'late' : 'calm'}>{word('clockState', verdict)}</td>
            <td>{dueAt !== null && dateTime(dueAt)}</td>
            <td>{one.stoppedAt !== null && dateTime(one.stoppedAt)}</td>
            <td>P{one.priority}</td>
            <td>{one.category}</td>
            <td>{one.team}</td>
            <td>{one.agent}</td>
          </tr>
        );
      }}
    />
  );
}

/** A verdict as the list was asked for it: as judged then, as known now, or as judged again. */
function countedAs(as: string | undefined, one: VerdictItem): Pick<VerdictItem, 'verdict' | 'dueAt'> {
  if (as === 'reassessed' && one.reassessed !== null)
    return { verdict: one.reassessed, dueAt: one.reassessedDueAt };
  if (as !== undefined && as !== 'judged' && one.known !== null)
    return { verdict: one.known, dueAt: one.knownDueAt };
  return one;
}

function Pages<Item>({
  pages,
  head,
  row,
}: {
  readonly pages: UseInfiniteQueryResult<{ readonly pages: readonly Page<Item>[] }>;
  readonly head: readonly string[];
  readonly row: (item: Item) => ReactNode;
}) {
  const { t, number } = useWords();
  const items = (pages.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Panel
      title={t('app.cases')}
      aside={
        <span className="hint">
          {t('cases.found', { count: items.length, replace: { count: number(items.length) } })}
        </span>
      }
    >
      {pages.error !== null && <ProblemNote error={pages.error} />}
      {pages.isPending ? (
        <p className="hint pad">{t('app.loading')}</p>
      ) : items.length === 0 ? (
        <p className="hint pad">{t('cases.none')}</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('app.cases')}>
          <table className="wide-table">
            <thead>
              <tr>
                {head.map((title, n) => (
                  <th scope="col" key={n}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{items.map(row)}</tbody>
          </table>
        </div>
      )}
      {pages.hasNextPage && (
        <Button
          className="button"
          isDisabled={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {t('app.more')}
        </Button>
      )}
    </Panel>
  );
}

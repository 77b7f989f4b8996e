import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import type { CaseSummary } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { useNow } from '../ui/use-now';
import type { CasesSearch } from './cases-search';
import { FoundPages } from './found-pages';
import { usePages } from './use-pages';

/** The cases for which all holds that is asked for. */
export function CaseList({ search }: { readonly search: CasesSearch }) {
  const { t, word } = useWords();
  const mayOpen = may.workCases(useWho());
  const pages = usePages<CaseSummary>('/v1/complaints', search);
  return (
    <FoundPages
      pages={pages}
      search={search}
      head={
        <>
          <th scope="col">{t('board.case')}</th>
          <th scope="col">{t('case.phase')}</th>
          <th scope="col">{t('board.priority')}</th>
          <th scope="col">{t('cases.what')}</th>
          <th scope="col">{t('cases.whose')}</th>
          <RegisteredHead search={search} />
          <th scope="col">{t('cases.changed')}</th>
          <th scope="col">{t('cases.marks')}</th>
        </>
      }
      row={(one) => (
        <tr key={one.id}>
          <th scope="row" className="case-cell">
            {mayOpen ? (
              <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                {caseName(one)}
              </Link>
            ) : (
              caseName(one)
            )}
          </th>
          <td>
            {word('phase', one.phase)}
            {one.waitsFor !== null && <span className="sub">{word('waitsFor', one.waitsFor)}</span>}
          </td>
          <td>P{one.priority}</td>
          <td className="wraps">
            {one.category} <span className="sub">{word('kind', one.kind)}</span>
          </td>
          <td className="wraps">
            {one.agent ?? <em>{t('board.pool')}</em>} <span className="sub">{one.team}</span>
          </td>
          <td>
            <Instant at={one.registeredAt} />
          </td>
          <td>
            <Instant at={one.changedAt} />
          </td>
          <td className="wraps">
            <Marks of={one} />
          </td>
        </tr>
      )}
    />
  );
}

/** The list goes by registration: the newest first, or the oldest. */
function RegisteredHead({ search }: { readonly search: CasesSearch }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { oldestFirst, ...rest } = search;
  const isOldestFirst = oldestFirst === 'true';
  return (
    <th scope="col" aria-sort={isOldestFirst ? 'ascending' : 'descending'}>
      <Button
        className="sort"
        aria-label={t(isOldestFirst ? 'cases.newestFirst' : 'cases.oldestFirst')}
        onPress={() =>
          void navigate({ to: '/cases', search: isOldestFirst ? rest : { ...rest, oldestFirst: 'true' } })
        }
      >
        {t('case.registered')} <span aria-hidden="true">{isOldestFirst ? '↑' : '↓'}</span>
      </Button>
    </th>
  );
}

/** In short; the whole of it where the pointer rests. */
function Instant({ at }: { readonly at: string }) {
  const { dateTime, shortTime } = useWords();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {shortTime(at, useNow())}
    </time>
  );
}

/** What makes a case another than most. */
function Marks({ of }: { readonly of: CaseSummary }) {
  const { t, word } = useWords();
  const { severity, supervision, extension, appeal, chases, tier, specialCare, escalationLevel } = of;
  return (
    <>
      {severity === 'grave' && <span className="flag late">{t('case.grave')}</span>}
      {supervision?.answeredAt === null && <span className="flag soon">{t('clock.supervision')}</span>}
      {extension !== null && <span className="flag soon">{t('clock.extension')}</span>}
      {appeal !== null && <span className="flag soon">{t('cases.filter.appealed')}</span>}
      {escalationLevel > 0 && <span className="flag">{t('case.escalated', { count: escalationLevel })}</span>}
      {chases > 0 && <span className="flag">{t('board.chased', { count: chases })}</span>}
      {tier !== 'standard' && <span className="flag">{word('tier', tier)}</span>}
      {specialCare && <span className="flag">{t('case.specialCare')}</span>}
    </>
  );
}

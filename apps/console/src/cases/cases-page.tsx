import { getRouteApi } from '@tanstack/react-router';
import { useWords } from '../i18n/use-words';
import { CaseFilters } from './case-filters';
import { CaseList } from './case-list';
import './cases.css';
import { FindCase } from './find-case';
import { VerdictList } from './verdict-list';

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
      {isVerdicts ? <VerdictList search={rest} /> : <CaseList search={rest} />}
    </div>
  );
}

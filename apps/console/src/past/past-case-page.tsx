import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ApiProblem } from '../api/problem';
import { caseView } from '../api/questions';
import type { CaseClock } from '../api/types';
import { ApprovalsPanel } from '../board/approvals-panel';
import { ClockCards } from '../case/case-clocks';
import { CasePromises } from '../case/case-promises';
import { Timeline } from '../case/timeline';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { Panel } from '../ui/panel';
import { ProblemNote } from '../ui/problem-note';
import { StandingNow } from '../ui/use-now';
import './past.css';
import { caseClocksAt } from './questions-of-the-past';
import { TravelBar } from './travel-bar';
import { useTravel } from './use-travel';

const route = getRouteApi('/inside/cases/$caseId/past');

/** A case as it was at the instant that the address names: its clocks and why, what was owed and asked, what had been recorded by then. */
export function PastCasePage() {
  const { caseId } = route.useParams();
  return <CaseThen key={caseId} caseId={caseId} />;
}

function CaseThen({ caseId }: { readonly caseId: string }) {
  const { t } = useWords();
  const { at: iso = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const at = Date.parse(iso);
  const found = useQuery(caseView(caseId));
  const asked = useQuery(caseClocksAt(caseId, at));
  const go = useCallback(
    (instant: number) => navigate({ search: { at: new Date(instant).toISOString() }, replace: true }),
    [navigate],
  );
  const isSettled = asked.data?.at === at || asked.error !== null;
  const travel = useTravel(at, isSettled, go);
  const wasNot =
    found.data !== undefined && asked.error instanceof ApiProblem && asked.error.code === 'not-found';
  return (
    <div className="case-page is-past">
      <header className="page-head">
        <h1>{t('past.case', { name: caseName(found.data ?? { id: caseId, reference: null }) })}</h1>
        <Link className="button" to="/board/past" search={{ at: iso, ...teamOf(asked.data?.clocks) }}>
          {t('past.boardThen')}
        </Link>
      </header>
      <TravelBar
        travel={travel}
        shownAt={asked.error === null ? asked.data?.at : at}
        back={
          <Link className="button" to="/cases/$caseId" params={{ caseId }}>
            {t('past.backToNow')}
          </Link>
        }
      />
      {wasNot ? (
        <p className="hint pad">{t('past.notRegistered')}</p>
      ) : (
        asked.error !== null && <ProblemNote error={asked.error} />
      )}
      {asked.data !== undefined && asked.error === null && (
        <StandingNow value={asked.data.at}>
          <div className="case-grid" data-shown-at={new Date(asked.data.at).toISOString()}>
            <div>
              <Panel title={t('case.clocks')}>
                <ClockCards of={{ caseId }} clocks={asked.data.clocks} />
              </Panel>
              <CasePromises caseId={caseId} />
              <ApprovalsPanel caseId={caseId} />
              <p className="hint">{t('past.factsNow')}</p>
            </div>
            <Timeline caseId={caseId} />
          </div>
        </StandingNow>
      )}
    </div>
  );
}

/** Whose case it was then. */
function teamOf(clocks: readonly CaseClock[] = []): { readonly teams?: string } {
  const team = clocks.at(-1)?.team;
  return team === undefined ? {} : { teams: team };
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { caseView } from '../api/questions';
import { useLiveBoard } from '../api/use-live-clocks';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { caseName } from '../ui/case-acts';
import { FreshnessMark, StaleBanner } from '../ui/freshness-mark';
import { CaseActs } from './case-acts-bar';
import { CaseFacts } from './case-facts';
import { CaseClocks } from './case-clocks';
import { CaseRemedies } from './case-remedies';
import { Timeline } from './timeline';

const route = getRouteApi('/inside/cases/$caseId');

const NO_TEAMS: readonly string[] = [];

/** A case: what is known, its clocks and why they stand so, what has happened, and what can be done. */
export function CasePage() {
  const { caseId } = route.useParams();
  const { t } = useWords();
  const who = useWho();
  const asked = useQuery(caseView(caseId));
  const [act, setAct] = useState<Act>();
  const team = asked.data?.team;
  const mayWatch = team !== undefined && (may.lead(who) || who.teams.includes(team));
  const live = useLiveBoard(mayWatch ? [team] : NO_TEAMS);
  const mine = live.clocks.filter(({ complaintId }) => complaintId === caseId);
  useAskedAnewWith(
    mine.map(({ clock, state, dueAt }) => `${clock} ${state} ${dueAt ?? ''}`).join() + live.freshness.state,
  );
  return (
    <div className="case-page">
      <Asked asked={asked}>
        {(found) => (
          <>
            <header className="page-head">
              <h1>{t('case.title', { name: caseName(found) })}</h1>
              {mayWatch && <FreshnessMark freshness={live.freshness} />}
              <CaseActs found={found} onAct={setAct} />
            </header>
            {mayWatch && <StaleBanner freshness={live.freshness} />}
            <div className="case-grid">
              <div>
                <CaseFacts found={found} />
                <CaseRemedies found={found} onAct={setAct} />
              </div>
              <div>
                <CaseClocks caseId={caseId} />
                <Timeline caseId={caseId} />
              </div>
            </div>
          </>
        )}
      </Asked>
      <ActDialog
        act={act}
        onClose={() => {
          setAct(undefined);
        }}
      />
    </div>
  );
}

/** Asks everything about the case again when its clocks change, or the connection stands again. */
function useAskedAnewWith(mark: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setTimeout(() => void queries.invalidateQueries(), 300);
    return () => {
      clearTimeout(timer);
    };
  }, [queries, mark]);
}

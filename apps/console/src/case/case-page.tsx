import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { caseView } from '../api/questions';
import { useLiveCase } from '../api/use-live-case';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { caseName } from '../ui/case-acts';
import { FreshnessMark, StaleBanner } from '../ui/freshness-mark';
import { CaseActs } from './case-acts-bar';
import { CaseFacts } from './case-facts';
import { CaseClocks } from './case-clocks';
import { CasePromises } from './case-promises';
import { CaseRemedies } from './case-remedies';
import { Timeline } from './timeline';

const route = getRouteApi('/inside/cases/$caseId');

/** A case: what is known, its clocks and why they stand so, what has happened, and what can be done. */
export function CasePage() {
  const { caseId } = route.useParams();
  // Of the case before, nothing stays on the screen.
  return <OneCase key={caseId} caseId={caseId} />;
}

function OneCase({ caseId }: { readonly caseId: string }) {
  const { t } = useWords();
  const asked = useQuery(caseView(caseId));
  const [act, setAct] = useState<Act>();
  const live = useLiveCase(caseId);
  return (
    <div className="case-page">
      <Asked asked={asked}>
        {(found) => (
          <>
            <header className="page-head">
              <h1>{t('case.title', { name: caseName(found) })}</h1>
              <FreshnessMark freshness={live.freshness} />
              <Link className="button" to="/cases/$caseId/past" params={{ caseId }} search={{}}>
                {t('past.lookBack')}
              </Link>
              <CaseActs found={found} onAct={setAct} />
            </header>
            <StaleBanner freshness={live.freshness} />
            <div className="case-grid">
              <div>
                <CaseFacts found={found} />
                <CaseRemedies found={found} onAct={setAct} />
                <CasePromises caseId={caseId} changes={live.changes} />
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

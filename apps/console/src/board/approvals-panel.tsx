import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { waitingApprovals } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { caseName } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { Countdown } from '../ui/countdown';
import { askedFor, decision } from '../ui/decisions';
import { Most } from '../ui/most';
import { Panel } from '../ui/panel';
import { useStandingNow } from '../ui/use-now';

const MOST_SHOWN = 4;

/** Remedies, extensions, waits and appeals that the reader may decide, of a case or of all; in the past, could have. */
export function ApprovalsPanel({ caseId }: { readonly caseId?: string }) {
  const words = useWords();
  const { t, number } = words;
  const past = useStandingNow();
  const asked = useQuery(waitingApprovals(caseId, past));
  const [act, setAct] = useState<Act>();
  return (
    <Panel
      title={t('board.approvals')}
      aside={
        asked.data !== undefined && (
          <b className="count">
            {number(asked.data.items.length)}
            {asked.data.nextCursor !== undefined && '+'}
          </b>
        )
      }
    >
      <Asked asked={asked} empty={t('board.noneApproval')} isEmpty={({ items }) => items.length === 0}>
        {({ items }) => (
          <Most items={items} most={MOST_SHOWN}>
            {(shown) => (
              <ul className="lines approvals">
                {shown.map((one) => (
                  <li key={`${one.complaintId} ${one.kind} ${one.resolutionId ?? String(one.number)}`}>
                    {one.dueAt === null ? <span /> : <Countdown dueAt={one.dueAt} />}
                    <span>
                      {askedFor(words, one)}{' '}
                      <small className="hint">{t('case.by', { who: one.requestedBy })}</small>
                    </span>
                    <CaseLink caseId={one.complaintId}>
                      {caseName({ id: one.complaintId, reference: one.reference })}
                    </CaseLink>
                    {past === undefined && (
                      <span className="acts">
                        {[true, false].map((grants) => (
                          <Button
                            key={String(grants)}
                            className={`button small ${grants ? 'primary' : ''}`}
                            aria-label={`${t(grants ? 'act.approve' : 'act.decline')}: ${askedFor(words, one)}`}
                            onPress={() => {
                              setAct(decision(words, one, grants));
                            }}
                          >
                            {t(grants ? 'act.approve' : 'act.decline')}
                          </Button>
                        ))}
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Most>
        )}
      </Asked>
      <ActDialog
        act={act}
        onClose={() => {
          setAct(undefined);
        }}
      />
    </Panel>
  );
}

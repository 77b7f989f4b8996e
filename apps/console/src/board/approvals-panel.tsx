import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { actOnCase, actOnResolution } from '../api/acts';
import { waitingApprovals } from '../api/questions';
import type { WaitingApproval } from '../api/types';
import { useWords, type Words } from '../i18n/use-words';
import { ActDialog, type Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { Countdown } from '../ui/countdown';
import { Panel } from '../ui/panel';

const MOST_SHOWN = 4;

/** Remedies, extensions and appeals that the reader may decide. */
export function ApprovalsPanel() {
  const words = useWords();
  const { t, word, money, number } = words;
  const asked = useQuery(waitingApprovals());
  const [act, setAct] = useState<Act>();
  const [all, setAll] = useState(false);
  return (
    <Panel
      title={t('board.approvals')}
      aside={<b className="count">{number(asked.data?.items.length ?? 0)}</b>}
    >
      <Asked asked={asked} isEmpty={({ items }) => items.length === 0}>
        {({ items }) => (
          <>
            <ul className="lines approvals">
              {(all ? items : items.slice(0, MOST_SHOWN)).map((one) => (
                <li key={`${one.complaintId} ${one.kind} ${one.resolutionId ?? String(one.number)}`}>
                  {one.dueAt === null ? <span /> : <Countdown dueAt={one.dueAt} />}
                  <span>
                    {one.kind === 'remedy'
                      ? one.remedies.map((kind) => word('remedy', kind)).join(', ')
                      : one.kind === 'extension'
                        ? `${t('clock.extension')}: ${word('clock', one.clock ?? '')} ${one.within ?? ''}`
                        : one.kind === 'wait'
                          ? `${t('act.wait')}: ${word('waitsFor', one.reason ?? '')}`
                          : t('act.appeal')}{' '}
                    {one.amount !== null && <b>{money(one.amount)}</b>}
                  </span>
                  <Link to="/cases/$caseId" params={{ caseId: one.complaintId }}>
                    {one.complaintId.slice(-8)}
                  </Link>
                  <span className="acts">
                    {[true, false].map((grants) => (
                      <Button
                        key={String(grants)}
                        className={`button small ${grants ? 'primary' : ''}`}
                        onPress={() => {
                          setAct(decision(words, one, grants));
                        }}
                      >
                        {grants ? t('act.approve') : t('act.decline')}
                      </Button>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
            {!all && items.length > MOST_SHOWN && (
              <Button
                className="button small"
                onPress={() => {
                  setAll(true);
                }}
              >
                {t('app.more')} ({number(items.length - MOST_SHOWN)})
              </Button>
            )}
          </>
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

/** To say yes or no to what waits. */
function decision({ t }: Words, one: WaitingApproval, grants: boolean): Act {
  const needsReason = !grants && one.kind !== 'appeal';
  return {
    title: grants ? t('act.approve') : t('act.decline'),
    about: t('case.title', { name: one.complaintId.slice(-8) }),
    fields: [
      ...(needsReason
        ? [{ name: 'reason', label: t('act.reason'), hint: t('act.reasonHint'), required: true }]
        : []),
      { name: 'note', label: t('act.noteLabel'), hint: t('act.noteHint'), kind: 'text' as const },
    ],
    send: (filled) => {
      if (one.kind === 'remedy' && one.resolutionId !== null)
        return actOnResolution(one.complaintId, one.resolutionId, grants ? 'approve' : 'decline', filled);
      if (one.kind === 'extension')
        return actOnCase(one.complaintId, grants ? 'grant-extension' : 'refuse-extension', filled);
      if (one.kind === 'wait')
        return actOnCase(one.complaintId, grants ? 'approve-wait' : 'refuse-wait', filled);
      return actOnCase(one.complaintId, 'decide-appeal', { ...filled, upheld: grants });
    },
  };
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { caseResolutions } from '../api/questions';
import type { CaseView } from '../api/types';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import type { Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import { remedyActs } from '../ui/case-acts';
import { Panel } from '../ui/panel';

/** What was proposed to put it right, where each of it stands, and what comes next. */
export function CaseRemedies({
  found,
  onAct,
}: {
  readonly found: CaseView;
  readonly onAct: (act: Act) => void;
}) {
  const words = useWords();
  const who = useWho();
  const { t, word, money, dateTime } = words;
  const asked = useQuery(caseResolutions(found.id));
  return (
    <Panel title={t('case.resolutions')}>
      <Asked
        asked={asked}
        empty={t('case.noResolutions')}
        isEmpty={({ resolutions }) => resolutions.length === 0}
      >
        {({ resolutions }) => (
          <ul className="remedies">
            {resolutions.map((one) => (
              <li key={one.id} data-force={one.inForce}>
                <b>
                  {one.remedies
                    .map(
                      ({ kind, amount }) =>
                        `${word('remedy', kind)}${amount === undefined ? '' : ` ${money(amount)}`}`,
                    )
                    .join(', ')}
                </b>{' '}
                <span className="flag">{word('resolutionState', one.state)}</span>
                <div className="hint">
                  {t('case.by', { who: one.proposedBy })} · {dateTime(one.proposedAt)}
                </div>
                {one.state === 'approval-requested' && (
                  <div className="hint">
                    {t('act.approvedBy', {
                      roles: one.approvers.map((role) => word('role', role)).join(', '),
                    })}
                  </div>
                )}
                {one.details !== null && <blockquote>{one.details}</blockquote>}
                <div className="acts">
                  {remedyActs(words, found, one, who).map((act) => (
                    <Button
                      key={act.title}
                      className="button small"
                      onPress={() => {
                        onAct(act);
                      }}
                    >
                      {act.title}
                    </Button>
                  ))}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Panel>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { clockKey } from '../api/live-clocks';
import { caseClocks } from '../api/questions';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Countdown, TimeUsed } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { Explanation } from './explanation';

/** The clocks of a case, each with its "why?". */
export function CaseClocks({ caseId }: { readonly caseId: string }) {
  const { t, word, dateTime } = useWords();
  const asked = useQuery(caseClocks(caseId));
  const [openKey, setOpenKey] = useState<string>();
  return (
    <Panel title={t('case.clocks')}>
      <Asked asked={asked} empty={t('case.noClocks')} isEmpty={(clocks) => clocks.length === 0}>
        {(clocks) => (
          <ul className="clock-cards">
            {clocks.map((clock) => {
              const key = clockKey(clock);
              const isOpen = key === openKey;
              return (
                <li key={key} className="clock-card" data-state={clock.state}>
                  <div className="clock-line">
                    <b>{word('clock', clock.clock)}</b>
                    <span className="clock-state">{word('clockState', clock.state)}</span>
                    <Countdown dueAt={clock.dueAt} state={clock.state} />
                    {clock.endedAt === null && <TimeUsed startedAt={clock.startedAt} dueAt={clock.dueAt} />}
                    <span className="hint">
                      {clock.dueAt !== null && `${t('case.due')} ${dateTime(clock.dueAt)}`}
                      {clock.endedAt !== null && ` · ${t('case.ended')} ${dateTime(clock.endedAt)}`}
                    </span>
                    <Button
                      className="button small"
                      aria-expanded={isOpen}
                      aria-label={t('case.whyOf', { clock: word('clock', clock.clock) })}
                      onPress={() => {
                        setOpenKey(isOpen ? undefined : key);
                      }}
                    >
                      {t('case.why')}
                    </Button>
                  </div>
                  {isOpen && <Explanation caseId={caseId} clock={clock.clock} instance={clock.instance} />}
                </li>
              );
            })}
          </ul>
        )}
      </Asked>
    </Panel>
  );
}

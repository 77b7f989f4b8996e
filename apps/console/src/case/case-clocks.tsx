import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { caseClocks } from '../api/questions';
import type { CaseClock } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { Countdown, TimeUsed } from '../ui/countdown';
import { Panel } from '../ui/panel';
import { Explanation, type Explainable } from './explanation';
import { markText } from './mark-text';

/** The clocks of a case, each with its "why?". */
export function CaseClocks({ caseId }: { readonly caseId: string }) {
  const { t } = useWords();
  const asked = useQuery(caseClocks(caseId));
  return (
    <Panel title={t('case.clocks')}>
      <Asked asked={asked}>{(clocks) => <ClockCards of={{ caseId }} clocks={clocks} />}</Asked>
    </Panel>
  );
}

/** A clock as it is shown in a card. */
export type ShownClock = Pick<
  CaseClock,
  'clock' | 'instance' | 'state' | 'startedAt' | 'dueAt' | 'endedAt' | 'marks' | 'nearMarks' | 'correctedFrom'
>;

/** What goes, by due instant; then what stands still; then what is over, the latest first. */
const mostUrgentFirst = (one: ShownClock, other: ShownClock): number =>
  stageOf(one) - stageOf(other) ||
  (one.endedAt === null
    ? timeOf(one.dueAt) - timeOf(other.dueAt)
    : timeOf(other.endedAt) - timeOf(one.endedAt));

const stageOf = ({ endedAt, dueAt }: ShownClock): number => (endedAt !== null ? 2 : dueAt === null ? 1 : 0);

const timeOf = (instant: string | null): number => (instant === null ? 0 : Date.parse(instant));

/** Clocks of a case or of a subject, the most urgent first, of which one at a time is explained. */
export function ClockCards({
  of,
  clocks,
}: {
  readonly of: Explainable;
  readonly clocks: readonly ShownClock[];
}) {
  const { t } = useWords();
  const [openKey, setOpenKey] = useState<string>();
  if (clocks.length === 0) return <p className="hint pad">{t('case.noClocks')}</p>;
  return (
    <ul className="clock-cards">
      {clocks.toSorted(mostUrgentFirst).map((clock) => {
        const key = `${clock.clock} ${String(clock.instance)}`;
        const isOpen = key === openKey;
        return (
          <ClockCard
            key={key}
            clock={clock}
            why={
              <WhyButton
                clock={clock}
                isOpen={isOpen}
                onPress={() => {
                  setOpenKey(isOpen ? undefined : key);
                }}
              />
            }
          >
            {isOpen && <Explanation of={of} clock={clock.clock} instance={clock.instance} />}
          </ClockCard>
        );
      })}
    </ul>
  );
}

/** A clock in a line; below it what belongs to it. */
export function ClockCard({
  clock,
  why,
  children,
}: {
  readonly clock: ShownClock;
  readonly why?: ReactNode;
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const { t, word, dateTime } = words;
  const marks = [...clock.marks, ...clock.nearMarks];
  return (
    <li className="clock-card" data-state={clock.state}>
      <div className="clock-line">
        <b>{word('clock', clock.clock)}</b>
        <span className="clock-state">{word('clockState', clock.state)}</span>
        <Countdown dueAt={clock.dueAt} state={clock.state} />
        {clock.endedAt === null && <TimeUsed startedAt={clock.startedAt} dueAt={clock.dueAt} />}
        <span className="hint">
          {clock.dueAt !== null && `${t('case.due')} ${dateTime(clock.dueAt)}`}
          {clock.endedAt !== null && ` · ${t('case.ended')} ${dateTime(clock.endedAt)}`}
        </span>
        {clock.endedAt === null && marks.length > 0 && (
          <span className="flag">
            {t('case.pastMarks')}: {marks.map((mark) => markText(words, mark)).join(', ')}
          </span>
        )}
        {clock.correctedFrom !== null && (
          <span className="flag">
            {t('case.correctedFrom', { verdict: word('clockState', clock.correctedFrom) })}
          </span>
        )}
        {why}
      </div>
      {children}
    </li>
  );
}

function WhyButton({
  clock,
  isOpen,
  onPress,
}: {
  readonly clock: ShownClock;
  readonly isOpen: boolean;
  readonly onPress: () => void;
}) {
  const { t, word } = useWords();
  return (
    <Button
      className="button small"
      aria-expanded={isOpen}
      aria-label={t('case.whyOf', { clock: word('clock', clock.clock) })}
      onPress={onPress}
    >
      {t('case.why')}
    </Button>
  );
}

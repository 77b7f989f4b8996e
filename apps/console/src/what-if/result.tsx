import { useState } from 'react';
import { useWords } from '../i18n/use-words';
import { Panel } from '../ui/panel';
import type { WhatIfAnswer, WhatIfQuestion } from './ask-what-if';
import { DifferenceTable, type Difference } from './difference-table';
import { FlipList } from './flip-list';

const VIEWS = ['clock', 'team', 'priority'] as const;

/** What would have come out otherwise, in numbers and case by case. */
export function Result({
  question,
  answer,
}: {
  readonly question: WhatIfQuestion;
  readonly answer: WhatIfAnswer;
}) {
  const { t, word, number, dateTime } = useWords();
  const [view, setView] = useState<(typeof VIEWS)[number]>('clock');
  const [chosen, setChosen] = useState<Difference>();
  const { judgedBy, range, asOf, as, cases, subjects, clocks, groups } = answer;
  const counted = (group: 'kind' | 'subjectKind', counts: WhatIfAnswer['cases']): string =>
    Object.entries(counts)
      .map(([kind, count]) => `${word(group, kind)} ${number(count)}`)
      .join(', ');
  const hasSubjects = Object.keys(subjects).length > 0;
  const what =
    judgedBy.version === null
      ? t('whatIf.judgedText', { name: judgedBy.name ?? '' })
      : t('whatIf.judgedVersion', { name: judgedBy.name ?? '', version: judgedBy.version });
  return (
    <>
      <Panel
        title={t('whatIf.result')}
        aside={
          <span className="acts" role="group" aria-label={t('whatIf.group')}>
            {VIEWS.map((one) => (
              <button
                key={one}
                type="button"
                className="button small"
                aria-pressed={one === view}
                onClick={() => {
                  setView(one);
                }}
              >
                {t(`whatIf.by.${one}`)}
              </button>
            ))}
          </span>
        }
      >
        <p className="provenance">
          <span>
            {t('whatIf.judgedBy', { what })} · {t(`figures.as.${as}`)}
          </span>
          <span>
            {t('whatIf.range', {
              from: dateTime(range.from),
              to: dateTime(range.to),
              asOf: dateTime(asOf),
            })}
          </span>
          <span>
            {Object.keys(cases).length === 0
              ? t('whatIf.noCases')
              : t('whatIf.cases', { kinds: counted('kind', cases) })}
          </span>
          {hasSubjects && <span>{t('whatIf.subjects', { kinds: counted('subjectKind', subjects) })}</span>}
        </p>
        {clocks.length > 0 && (
          <DifferenceTable
            differences={view === 'clock' ? clocks : groups.filter(({ by }) => by === view)}
            onChoose={setChosen}
          />
        )}
      </Panel>
      <FlipList key={keyOf(chosen)} question={question} answer={answer} chosen={chosen} onAll={setChosen} />
    </>
  );
}

const keyOf = (chosen: Difference | undefined): string =>
  chosen === undefined ? '' : `${chosen.clock} ${chosen.by ?? ''} ${chosen.group ?? ''}`;

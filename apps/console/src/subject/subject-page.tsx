import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { subjectView } from '../api/questions';
import type { SubjectView } from '../api/types';
import { ClockCards } from '../case/case-clocks';
import { useWords } from '../i18n/use-words';
import { Asked } from '../ui/asked';
import { CaseLink } from '../ui/case-link';
import { Panel } from '../ui/panel';
import { subjectName } from '../ui/subject-link';

const route = getRouteApi('/inside/subjects/$subjectId');

/** Something that has clocks of its own: what it is, what has happened to it, and why its clocks stand as they do. */
export function SubjectPage() {
  const { subjectId } = route.useParams();
  const words = useWords();
  const { t, timeToTheSecond } = words;
  const asked = useQuery(subjectView(subjectId));
  return (
    <div className="case-page">
      <Asked asked={asked}>
        {(found) => (
          <>
            <header className="page-head">
              <h1>{subjectName(words, found)}</h1>
              <span className="hint">{t('fresh.asOf', { time: timeToTheSecond(asked.dataUpdatedAt) })}</span>
            </header>
            <div className="case-grid">
              <div>
                <Facts found={found} />
                <Happened found={found} />
              </div>
              <Clocks found={found} />
            </div>
          </>
        )}
      </Asked>
    </div>
  );
}

function Facts({ found }: { readonly found: SubjectView }) {
  const { t, word, dateTime } = useWords();
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('subject.case'),
      found.complaintId === null ? (
        t('subject.noCase')
      ) : (
        <CaseLink caseId={found.complaintId}>{found.complaintId.slice(-8)}</CaseLink>
      ),
    ],
    [t('case.category'), found.category],
    [t('case.priority'), `P${String(found.priority)}`],
    [t('case.tier'), word('tier', found.tier)],
    [t('case.team'), found.team],
    [t('case.channel'), word('channel', found.channel)],
    [t('subject.opened'), dateTime(found.openedAt)],
    ...(found.waitsFor === null ? [] : [[t('act.wait'), word('waitsFor', found.waitsFor)] as const]),
    ...(found.endedAt === null ? [] : [[t('case.ended'), dateTime(found.endedAt)] as const]),
    [t('case.policy'), t('case.policyOf', { name: found.policy.name, version: found.policy.version })],
  ];
  return (
    <Panel
      title={t('case.facts')}
      aside={found.specialCare ? <span className="flag">{t('case.specialCare')}</span> : undefined}
    >
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Happened({ found }: { readonly found: SubjectView }) {
  const { t, word, dateTime } = useWords();
  return (
    <Panel title={t('subject.happened')}>
      {found.facts.length === 0 ? (
        <p className="hint pad">{t('subject.nothing')}</p>
      ) : (
        <ol className="lines">
          {found.facts.map(({ fact, at }, n) => (
            <li key={n}>
              <time dateTime={at}>{dateTime(at)}</time> <span>{word('subjectFact', fact)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Clocks({ found }: { readonly found: SubjectView }) {
  const { t } = useWords();
  const clocks = found.clocks.map(({ marks, ...clock }) => ({
    ...clock,
    ...{ marks: [], nearMarks: marks, correctedFrom: null },
  }));
  return (
    <Panel title={t('case.clocks')}>
      <ClockCards of={{ subjectId: found.id }} clocks={clocks} />
    </Panel>
  );
}

import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { Panel } from '../ui/panel';
import { SubjectLink, subjectName } from '../ui/subject-link';
import type { Flip, WhatIfAnswer, WhatIfQuestion, WhatIfVerdict } from './ask-what-if';
import type { Difference } from './difference-table';
import { FlipFileButton } from './flip-file-button';

const PAGE = 50;

const SIGN: Readonly<Record<WhatIfVerdict, string>> = { met: '✓', missed: '▲', running: '…', none: '–' };
const URGENCY: Readonly<Record<WhatIfVerdict, string>> = {
  met: 'ok',
  missed: 'late',
  running: 'calm',
  none: 'calm',
};

const isOf = (flip: Flip, { clock, by, group }: Difference): boolean =>
  flip.clock === clock && (by === undefined || String(flip[by]) === group);

/** The clocks that would have ended otherwise, each with its case; of a line of the table where one was chosen. */
export function FlipList({
  question,
  answer,
  chosen,
  onAll,
}: {
  readonly question: WhatIfQuestion;
  readonly answer: WhatIfAnswer;
  readonly chosen: Difference | undefined;
  readonly onAll: (all: undefined) => void;
}) {
  const { t, number } = useWords();
  const [shown, setShown] = useState(PAGE);
  const { total, items } = answer.flips;
  const found = chosen === undefined ? items : items.filter((one) => isOf(one, chosen));
  const all = chosen?.flips ?? total;
  return (
    <Panel
      title={t('whatIf.flips')}
      aside={
        all > 0 && (
          <span className="acts">
            {chosen !== undefined && (
              <Button
                className="button small"
                onPress={() => {
                  onAll(undefined);
                }}
              >
                {t('whatIf.allFlips')}
              </Button>
            )}
            <b className="count">
              {t('whatIf.flipsOf', { shown: number(Math.min(shown, found.length)), total: number(all) })}
            </b>
            <FlipFileButton question={question} answer={answer} />
          </span>
        )
      }
    >
      {all === 0 && <p className="hint pad">{t('whatIf.noFlips')}</p>}
      {found.length < all && (
        <p className="hint">{t('whatIf.flipsCut', { listed: number(items.length), total: number(total) })}</p>
      )}
      {found.length > 0 && <FlipTable flips={found.slice(0, shown)} />}
      {found.length > shown && (
        <Button
          className="button"
          onPress={() => {
            setShown(shown + PAGE);
          }}
        >
          {t('app.more')}
        </Button>
      )}
    </Panel>
  );
}

function FlipTable({ flips }: { readonly flips: readonly Flip[] }) {
  const words = useWords();
  const { t, word, dateTime } = words;
  const mayOpen = may.workCases(useWho());
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('whatIf.flips')}>
      <table className="wide-table flips">
        <thead>
          <tr>
            {[t('board.case'), t('whatIf.clock'), t('whatIf.was'), t('whatIf.wouldBe'), t('case.team')].map(
              (title) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {flips.map((flip) => {
            const { complaintId, subjectId, reference, clock, instance, cycle } = flip;
            const subject = subjectId === null ? null : { id: subjectId, kind: flip.kind };
            const name = complaintId === null ? '' : caseName({ id: complaintId, reference });
            return (
              <tr key={`${subjectId ?? complaintId ?? ''} ${clock} ${String(instance)} ${String(cycle)}`}>
                <th scope="row">
                  {mayOpen && complaintId !== null ? <CaseLink caseId={complaintId}>{name}</CaseLink> : name}
                  <span className="sub">{t('whatIf.registered', { time: dateTime(flip.registeredAt) })}</span>
                  {subject !== null && (
                    <span className="sub">
                      {mayOpen ? <SubjectLink subject={subject} /> : subjectName(words, subject)}
                    </span>
                  )}
                </th>
                <td>{word('clock', clock)}</td>
                {([flip.was, flip.wouldBe] as const).map(({ verdict, dueAt }, n) => (
                  <td key={n}>
                    <b data-urgency={URGENCY[verdict]}>
                      <span aria-hidden="true">{SIGN[verdict]}</span>{' '}
                      {verdict === 'none' ? t('whatIf.noVerdict') : word('clockState', verdict)}
                    </b>
                    {dueAt !== null && (
                      <span className="sub">{t('whatIf.due', { time: dateTime(dueAt) })}</span>
                    )}
                  </td>
                ))}
                <td className="wraps">
                  {flip.team} <span className="sub">P{flip.priority}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

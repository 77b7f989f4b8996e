import { Link } from '@tanstack/react-router';
import type { VerdictItem } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import type { CasesSearch } from './cases-search';
import { FoundPages } from './found-pages';
import { usePages } from './use-pages';

/** The runs of clocks behind a figure, each with its case. */
export function VerdictList({ search }: { readonly search: CasesSearch }) {
  const { t, word, dateTime } = useWords();
  const mayOpen = may.workCases(useWho());
  const pages = usePages<VerdictItem>('/v1/figures/verdicts/list', search);
  return (
    <FoundPages
      pages={pages}
      search={{ ...search, source: 'verdicts' }}
      head={
        <>
          <th scope="col">{t('board.case')}</th>
          <th scope="col">{t('board.clock')}</th>
          <th scope="col">{t('cases.verdict')}</th>
          <th scope="col">{t('case.due')}</th>
          <th scope="col">{t('cases.stopped')}</th>
          <th scope="col">{t('board.priority')}</th>
          <th scope="col">{t('case.category')}</th>
          <th scope="col">{t('cases.whose')}</th>
        </>
      }
      row={(one) => {
        const { verdict, dueAt } = countedAs(search['as'], one);
        const name = caseName({ id: one.complaintId, reference: one.reference });
        return (
          <tr key={`${one.complaintId} ${one.clock} ${String(one.instance)}`}>
            <th scope="row" className="case-cell">
              {mayOpen ? (
                <Link to="/cases/$caseId" params={{ caseId: one.complaintId }}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </th>
            <td>{word('clock', one.clock)}</td>
            <td data-urgency={verdict === 'missed' ? 'late' : 'calm'}>{word('clockState', verdict)}</td>
            <td>{dueAt !== null && dateTime(dueAt)}</td>
            <td>{one.stoppedAt !== null && dateTime(one.stoppedAt)}</td>
            <td>P{one.priority}</td>
            <td className="wraps">{one.category}</td>
            <td className="wraps">
              {one.agent ?? <em>{t('board.pool')}</em>} <span className="sub">{one.team}</span>
            </td>
          </tr>
        );
      }}
    />
  );
}

/** A verdict as the list was asked for it: as judged then, as known now, or as judged again. */
function countedAs(as: string | undefined, one: VerdictItem): Pick<VerdictItem, 'verdict' | 'dueAt'> {
  if (as === 'reassessed' && one.reassessed !== null)
    return { verdict: one.reassessed, dueAt: one.reassessedDueAt };
  if (as !== undefined && as !== 'judged' && one.known !== null)
    return { verdict: one.known, dueAt: one.knownDueAt };
  return one;
}

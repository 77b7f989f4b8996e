import { useQuery } from '@tanstack/react-query';
import { neededApproval } from '../api/questions';
import type { ThoughtOfRemedy } from '../api/types';
import { useWords } from '../i18n/use-words';
import { ProblemText } from './problem-note';
import { useSettled } from './use-settled';

/** So long after the last key it is asked. */
const SETTLED_MS = 250;

/** Whether a remedy is within the reader's authority, and else who would decide: said before it is proposed. */
export function NeededApprovalNote({
  caseId,
  remedy,
}: {
  readonly caseId: string;
  readonly remedy: ThoughtOfRemedy;
}) {
  const { t, word, money } = useWords();
  const wanted = JSON.stringify(remedy);
  const settledText = useSettled(wanted, SETTLED_MS);
  const settled = JSON.parse(settledText) as ThoughtOfRemedy;
  const asked = useQuery(neededApproval(caseId, settled));
  // Nothing is better than what was true of another amount.
  const isAbout = !asked.isPlaceholderData && settledText === wanted;
  const data = isAbout ? asked.data : undefined;
  const error = isAbout ? asked.error : null;
  const currency = settled.amount?.currency;
  return (
    <p className="foreseen" role="status" data-needs={data !== undefined && data.exceeds !== null}>
      {error !== null ? (
        <ProblemText error={error} />
      ) : data === undefined ? null : data.exceeds === null ? (
        t('act.withinAuthority')
      ) : (
        <>
          {t(`act.beyond.${data.exceeds}`)}{' '}
          {data.remaining !== null &&
            currency !== undefined &&
            t('act.leftOf', { amount: money({ minor: data.remaining, currency }) })}{' '}
          <b>{t('act.approvedBy', { roles: data.approvers.map((role) => word('role', role)).join(', ') })}</b>
        </>
      )}
    </p>
  );
}

import { ApiProblem } from '../api/problem';
import { useWords } from '../i18n/use-words';
import { en } from '../i18n/en';

/** What went wrong, in the words of the reader's language where there are some, else in those of the API. */
export function ProblemNote({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const problem = error instanceof ApiProblem ? error : undefined;
  const known = problem !== undefined && problem.code in en.problems;
  return (
    <div className="problem" role="alert">
      <strong>{t('problem.title')}</strong>{' '}
      {known ? t(`problems.${problem.code}` as 'app.name') : (problem?.detail ?? t('problem.unknown'))}
      {problem !== undefined && problem.fields.length > 0 && (
        <ul>
          {problem.fields.map(({ field, reason }) => (
            <li key={field}>
              <code>{field}</code> {reason}
            </li>
          ))}
        </ul>
      )}
      {problem?.correlationId !== undefined && (
        <small>{t('problem.reference', { id: problem.correlationId })}</small>
      )}
    </div>
  );
}

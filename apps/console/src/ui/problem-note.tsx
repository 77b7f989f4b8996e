import { ApiProblem } from '../api/problem';
import { useWords } from '../i18n/use-words';
import { en } from '../i18n/en';

/** Why something can't be done, as a sentence. */
export function ProblemText({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const problem = error instanceof ApiProblem ? error : undefined;
  return problem !== undefined && problem.code in en.problems
    ? t(`problems.${problem.code}` as 'app.name')
    : (problem?.detail ?? t('problem.unknown'));
}

/** What went wrong, in the words of the reader's language where there are some, else in those of the API. */
export function ProblemNote({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const problem = error instanceof ApiProblem ? error : undefined;
  return (
    <div className="problem" role="alert">
      <strong>{t('problem.title')}</strong> <ProblemText error={error} />
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

import { Link, useNavigate } from '@tanstack/react-router';
import type { ClockedSubject } from '../api/types';
import { useWords, type Words } from '../i18n/use-words';
import { useStandingNow } from './use-now';

/** What a subject is called on screens: what it is, and the end of its id. */
export const subjectName = ({ word }: Words, { id, kind }: ClockedSubject): string =>
  `${word('subjectKind', kind)} ${id.slice(-8)}`;

/** A link to a subject; `short`: beside its case, only what it is. Nothing is kept of how one was: in the past its name alone is shown. */
export function SubjectLink({
  subject,
  short = false,
  tabIndex,
}: {
  readonly subject: ClockedSubject;
  readonly short?: boolean;
  readonly tabIndex?: number;
}) {
  const words = useWords();
  const name = short ? words.word('subjectKind', subject.kind) : subjectName(words, subject);
  if (useStandingNow() !== undefined) return <span>{name}</span>;
  return (
    <Link
      to="/subjects/$subjectId"
      params={{ subjectId: subject.id }}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    >
      {name}
    </Link>
  );
}

/** Likewise, to be called. */
export function useOpenSubject(): (subjectId: string) => void {
  const past = useStandingNow();
  const navigate = useNavigate();
  return (subjectId) => {
    if (past === undefined) void navigate({ to: '/subjects/$subjectId', params: { subjectId } });
  };
}

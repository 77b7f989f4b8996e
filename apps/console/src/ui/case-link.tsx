import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useStandingNow } from './use-now';

const iso = (at: number): string => new Date(at).toISOString();

/** A link to a case; from a page of the past to the case as it was at the same instant. */
export function CaseLink({
  caseId,
  tabIndex,
  children,
}: {
  readonly caseId: string;
  readonly tabIndex?: number;
  readonly children: ReactNode;
}) {
  const past = useStandingNow();
  const more = tabIndex === undefined ? {} : { tabIndex };
  return past === undefined ? (
    <Link to="/cases/$caseId" params={{ caseId }} {...more}>
      {children}
    </Link>
  ) : (
    <Link to="/cases/$caseId/past" params={{ caseId }} search={{ at: iso(past) }} {...more}>
      {children}
    </Link>
  );
}

/** Likewise, to be called. */
export function useOpenCase(): (caseId: string) => void {
  const past = useStandingNow();
  const navigate = useNavigate();
  return (caseId) =>
    void (past === undefined
      ? navigate({ to: '/cases/$caseId', params: { caseId } })
      : navigate({ to: '/cases/$caseId/past', params: { caseId }, search: { at: iso(past) } }));
}

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Fold, Frame, Freshness } from './live-stream';
import { caseClocks, caseView } from './questions';
import type { CaseClock, CaseView } from './types';
import { useLiveStream } from './use-live-stream';

interface LiveCase {
  readonly case?: CaseView;
  readonly clocks?: readonly CaseClock[];
}

const foldCase: Fold<LiveCase> = (parts, event, frame) => {
  const { freshness: _, ...told } = frame as Frame & CaseView & { readonly clocks: readonly CaseClock[] };
  if (event === 'case') parts.set(event, { case: told });
  else if (event === 'clocks') parts.set(event, { clocks: told.clocks });
};

/**
 * Watches a case and its clocks, answers the questions `caseView` and `caseClocks` by it, and asks all else about the case again when it has
 * changed.
 */
export function useLiveCase(caseId: string): { readonly freshness: Freshness; readonly changes: number } {
  const path = `/v1/complaints/${encodeURIComponent(caseId)}`;
  const { rows, freshness, changes } = useLiveStream(`${path}/live`, foldCase);
  const queries = useQueryClient();
  useEffect(() => {
    if (changes === 0) return;
    const view = caseView(caseId).queryKey;
    const clocks = caseClocks(caseId).queryKey;
    const told = { ...rows.get('case'), ...rows.get('clocks') };
    if (told.case !== undefined) queries.setQueryData(view, told.case);
    if (told.clocks !== undefined) queries.setQueryData(clocks, told.clocks);
    void queries.invalidateQueries({
      predicate: ({ queryKey: [asked] }) =>
        typeof asked === 'string' && asked.startsWith(`${path}/`) && asked !== clocks[0],
    });
  }, [queries, rows, changes, caseId, path]);
  return { freshness, changes };
}

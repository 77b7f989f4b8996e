import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CasesSearch } from '../cases/cases-search';
import type { FigureSpec } from './figure-specs';

/** From a number of a figure to what it counts: verdicts are listed with the cases, all else on a page of its own. */
export function BehindLink({
  spec,
  column,
  search,
  children,
}: {
  readonly spec: FigureSpec;
  /** The name of the number's column. */
  readonly column: string;
  /** What the list of the API is asked for. */
  readonly search: CasesSearch;
  readonly children: ReactNode;
}) {
  if (spec.id === 'attainment')
    return (
      <Link to="/cases" search={{ ...search, source: 'verdicts' }}>
        {children}
      </Link>
    );
  return (
    <Link to="/figures/list" search={{ ...search, figure: spec.id, column }}>
      {children}
    </Link>
  );
}

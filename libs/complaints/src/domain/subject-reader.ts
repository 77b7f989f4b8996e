import type { SubjectReader } from '@redress/clocks';
import { COMPLAINT_EVENT_TYPES, type ComplaintEvent } from '../events';
import { evolve, subjectFacts, type CaseState } from './state';

/** The facts that say what the policy of a case looks at. */
const SAYING: ReadonlySet<string> = new Set([
  'ComplaintRegistered',
  'ComplaintReprioritised',
  'ComplaintReclassified',
] satisfies ComplaintEvent['type'][]);

const TYPES: ReadonlySet<string> = new Set(COMPLAINT_EVENT_TYPES);

/** Reads the facts of one case in their order. */
export function subjectReader(): SubjectReader {
  let state: CaseState;
  return (fact) => {
    if (!TYPES.has(fact.type)) return undefined;
    // The type says that it is one.
    state = evolve(state, fact as ComplaintEvent);
    return state !== undefined && SAYING.has(fact.type) ? subjectFacts(state) : undefined;
  };
}

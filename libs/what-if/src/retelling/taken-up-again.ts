import { isClockEvent } from '@redress/clocks';
import type { ComplaintEvent } from '@redress/complaints';
import type { JudgingPolicies } from './judging-policies';
import { appendsIn, type Append, type LogPages } from './log-pages';
import { RoughSet } from './rough-set';

/** The facts after which a case may be over. */
const ENDINGS: ReadonlySet<string> = new Set([
  'ComplaintClosed',
  'ComplaintRefused',
  'ComplaintWithdrawn',
  'ComplaintMerged',
  'ComplaintArchived',
] satisfies ComplaintEvent['type'][]);

const REOPENING: ComplaintEvent['type'] = 'ComplaintReopened';

/** Whether something comes of a case that was over for its clocks: on record, or by the policies that judge it once more. */
export const isTakenUp = (append: Append, policies: JudgingPolicies): boolean =>
  append.some((event) => event.type === REOPENING || isClockEvent(event) || policies.isNamed(event.type));

/** The streams of cases to which more was appended after an ending than that they were filed away; seldom one more than those. */
export async function takenUpLater(pages: LogPages): Promise<ReadonlySet<string>> {
  const [ended, later] = [new RoughSet(), new Set<string>()];
  for await (const page of pages) {
    for (const append of appendsIn(page)) {
      const { stream } = append[0];
      const endings = append.filter(({ type }) => ENDINGS.has(type));
      if (ended.mayHave(stream) && endings.length < append.length) later.add(stream);
      if (endings.length > 0) ended.add(stream);
    }
  }
  return later;
}

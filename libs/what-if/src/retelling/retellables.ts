import type { SharedTargets } from '@redress/clocks';
import { isOnCaseStream, toldCase, type ComplaintRegistered } from '@redress/complaints';
import type { RecordedEvent } from '@redress/kernel';
import { RESOLUTION_EVENT_TYPES, resolutionSignals, type ResolutionEvent } from '@redress/resolutions';
import type { PolicyBook } from '@redress/sla';
import { isOnSubjectStream, TOLD_SUBJECT, type SubjectOpened } from '@redress/subjects';
import type { Place } from './place';
import { RetoldStream, type Retellable, type Retold } from './retold-stream';

const TOLD_CASE = toldCase<ResolutionEvent>({
  types: RESOLUTION_EVENT_TYPES,
  signalsOf: resolutionSignals,
});

const GOING: ReadonlySet<string> = new Set(['open', 'waiting', 'resolved']);

const CASE: Retellable<ReturnType<typeof TOLD_CASE.evolve>, Parameters<typeof TOLD_CASE.evolve>[1]> = {
  ...TOLD_CASE,
  placeOf(state) {
    const inView = TOLD_CASE.inView(state);
    return inView === undefined ? undefined : placeOf(inView.subject, inView.team);
  },
  hasEnded(state) {
    const standing = TOLD_CASE.inView(state)?.standing;
    return standing !== undefined && !GOING.has(standing);
  },
};

const SUBJECT: Retellable<
  ReturnType<typeof TOLD_SUBJECT.evolve>,
  Parameters<typeof TOLD_SUBJECT.evolve>[1]
> = {
  ...TOLD_SUBJECT,
  placeOf(state) {
    const inView = TOLD_SUBJECT.inView(state);
    return inView === undefined ? undefined : placeOf(inView.facts, inView.team);
  },
  hasEnded: (state) => TOLD_SUBJECT.inView(state)?.hasEnded === true,
};

const placeOf = ({ kind, category, tier, priority }: Omit<Place, 'team'>, team: string): Place => ({
  kind,
  category,
  tier,
  priority,
  team,
});

/** Whether an event stands on a stream whose clocks can be told once more: those of callbacks are no policy's. */
export const isRetellable = (event: RecordedEvent): boolean =>
  isOnCaseStream(event) || isOnSubjectStream(event);

/**
 * The case or subject that an event is the beginning of, told nothing yet; undefined where it begins none.
 * @param targets shared with those that are told beside it
 */
export function retoldFrom(
  event: RecordedEvent,
  policies: PolicyBook,
  targets: SharedTargets,
): Retold | undefined {
  const begunAt = event.occurredAt;
  if (event.type === 'ComplaintRegistered') {
    const { complaintId, reference = null } = (event as RecordedEvent<ComplaintRegistered>).data;
    return new RetoldStream({ subjectId: null, complaintId, reference, begunAt }, CASE, policies, targets);
  }
  if (event.type === 'SubjectOpened') {
    const { subjectId, complaintId } = (event as RecordedEvent<SubjectOpened>).data;
    const name = { subjectId, complaintId, reference: null, begunAt };
    return new RetoldStream(name, SUBJECT, policies, targets);
  }
  return undefined;
}

import { signalsByPlan, type ClockPlan, type ClockSignal } from '@redress/clocks';
import type { SubjectEvent } from '../events';
import type { SubjectOnRecord, SubjectState } from './state';

/**
 * The clocks of subjects that every policy can set a target for; it may define more. Both begin with a subject of the kind of that name.
 */
export const SUBJECT_CLOCKS: readonly ClockPlan<string>[] = [
  { clock: 'on-site', per: 'occurrence', starts: ['on-site opened'], stops: ['fact:arrived'] },
  { clock: 'work-order', per: 'occurrence', starts: ['work-order opened'], stops: ['fact:replied'] },
];

/** A subject has one cycle. */
const CYCLE = 1;

/** What a fact of a subject means to its clocks: to those that its policy defines, and to those of `SUBJECT_CLOCKS`. */
export function signalsOf(event: SubjectEvent, after: SubjectState): readonly ClockSignal[] {
  if (after === undefined) return [];
  const { policy, facts: subject, openedAt: begunAt } = after;
  const about = { cycle: CYCLE, policy, subject };
  const happened = (name: string, ...more: readonly string[]): readonly ClockSignal[] => [
    { signal: 'occurred', name, ...about },
    ...signalsByPlan(SUBJECT_CLOCKS, [name, ...more], { ...about, begunAt }),
  ];
  switch (event.type) {
    case 'SubjectOpened':
      return happened('opened', `${event.data.kind} opened`);
    case 'SubjectFactRecorded':
      return happened(`fact:${event.data.fact}`);
    case 'SubjectWaitStarted':
      return [{ signal: 'pause', reason: event.data.waitsFor }];
    case 'SubjectResumed':
      return [{ signal: 'resume' }];
    case 'SubjectPolicyChanged': {
      const owed = SUBJECT_CLOCKS.filter(({ starts, stops }) => isOwed(after, starts, stops)).map(
        ({ clock }) => ({ clock, since: begunAt }),
      );
      return [{ signal: 'retarget', ...about, cycleStartedAt: begunAt, settled: [], owed }];
    }
    case 'SubjectEnded':
      return [...happened('ended'), { signal: 'close', reason: 'closed' }];
  }
}

/** Whether a clock that began with the subject still waits for its stop, with or without a target for it. */
const isOwed = (
  { facts, happened }: SubjectOnRecord,
  starts: readonly string[],
  stops: readonly string[],
): boolean =>
  starts.includes(`${facts.kind} opened`) && !happened.some(({ fact }) => stops.includes(`fact:${fact}`));

import { withClocks, type ClockStreamEvent } from '@redress/clocks';
import { factTime } from '@redress/complaints';
import { DomainError, type Decider, type EpochMs } from '@redress/kernel';
import { applyPolicy } from '@redress/sla';
import type { SubjectEvent } from '../events';
import type { SubjectCommand } from './commands';
import { evolve, type SubjectOnRecord, type SubjectState } from './state';
import { signalsOf } from './subject-clocks';

/** The decider of a subject by itself; the stream is written by `subjectDecider`, which adds the clocks. */
const bareDecider: Decider<SubjectState, SubjectCommand, SubjectEvent> = {
  initial: undefined,
  decide,
  evolve,
};

/** The decider of the stream `subject-<id>`: the subject and its clocks. */
export const subjectDecider = withClocks(bareDecider, signalsOf);

/** Every event of the stream `subject-<id>`. */
export type SubjectStreamEvent = SubjectEvent | ClockStreamEvent;

/** Throws DomainErrors `not-found`, `subject-ended`, and those of `factTime`. */
function decide(command: SubjectCommand, state: SubjectState): readonly SubjectEvent[] {
  // Whoever opens it anew, after a crash, means the one that there is.
  if (command.type === 'OpenSubject') return state === undefined ? [opened(command)] : [];
  if (state === undefined) throw new DomainError('not-found', 'not-found', 'There is no such subject.');
  if (isDone(command, state)) return [];
  if (state.endedAt !== null) {
    throw new DomainError('conflict', 'subject-ended', 'It has ended: nothing more happens to it.');
  }
  const at = factTime(command, 'the subject', state.lastFactAt);
  const head = { version: 1, occurredAt: at } as const;
  const about = { ...command.why, team: state.team };
  switch (command.type) {
    case 'RecordFact':
      return [{ type: 'SubjectFactRecorded', ...head, data: { ...about, fact: command.fact } }];
    case 'StartSubjectWaiting': {
      const data = { ...about, waitsFor: command.waitsFor };
      return [...resumed(state, at), { type: 'SubjectWaitStarted', ...head, data }];
    }
    case 'ResumeSubject':
      return resumed(state, at, command.why);
    case 'AdoptSubjectPolicy': {
      const { name, version } = command.policy;
      const { ref: policy } = applyPolicy(command.policies.version(name, version), state.facts);
      const data = { ...about, policy, previousPolicy: state.policy };
      return [{ type: 'SubjectPolicyChanged', ...head, data }];
    }
    case 'EndSubject':
      return [...resumed(state, at), { type: 'SubjectEnded', ...head, data: about }];
  }
}

function opened(command: Extract<SubjectCommand, { type: 'OpenSubject' }>): SubjectEvent {
  const { subjectId, complaintId, team, policies, why } = command;
  const { kind, category, channel, priority, tier, specialCare } = command;
  const at = factTime(command, 'the subject');
  const facts = { kind, category, channel, priority, tier, specialCare };
  const policy = applyPolicy(policies.inForceAt(at), facts).ref;
  const data = { ...why, subjectId, complaintId, ...facts, team, policy };
  return { type: 'SubjectOpened', version: 1, occurredAt: at, data };
}

/** Whether the command would lead to where the subject stands. Facts are counted, every time. */
function isDone(command: Exclude<SubjectCommand, { type: 'OpenSubject' }>, state: SubjectOnRecord): boolean {
  switch (command.type) {
    case 'RecordFact':
      return false;
    case 'StartSubjectWaiting':
      return state.endedAt === null && state.waitsFor === command.waitsFor;
    case 'ResumeSubject':
      return state.waitsFor === null;
    case 'AdoptSubjectPolicy': {
      // One that has ended, one under another policy, and one under that version or a later one stay as they are.
      const { name, version } = command.policy;
      return state.endedAt !== null || state.policy.name !== name || state.policy.version >= version;
    }
    case 'EndSubject':
      return state.endedAt !== null;
  }
}

/** Leaving the wait closes it first, so that the pause counts before a verdict is taken. */
const resumed = (
  { waitsFor, team }: SubjectOnRecord,
  at: EpochMs,
  why: SubjectCommand['why'] = {},
): readonly SubjectEvent[] =>
  waitsFor === null
    ? []
    : [
        {
          type: 'SubjectResumed',
          version: 1,
          occurredAt: at,
          data: { ...why, waitedFor: waitsFor, team },
        },
      ];

import type { WaitReason } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';
import type { PolicyRef, SubjectFacts } from '@redress/sla';
import type { SubjectEvent } from '../events';

/** A subject on record. */
export interface SubjectOnRecord {
  readonly subjectId: string;
  readonly complaintId: string | null;
  readonly team: string;
  /** What the policy looks at. */
  readonly facts: SubjectFacts;
  readonly policy: PolicyRef;
  readonly openedAt: EpochMs;
  /** The latest instant of any fact so far. */
  readonly lastFactAt: EpochMs;
  /** Null while it waits for nothing. */
  readonly waitsFor: WaitReason | null;
  /** What happened to it, in the order in which it is on record. */
  readonly happened: readonly { readonly fact: string; readonly at: EpochMs }[];
  readonly endedAt: EpochMs | null;
}

/** `undefined` before it is opened. */
export type SubjectState = SubjectOnRecord | undefined;

/** Folds one event of a subject into its state. */
export function evolve(state: SubjectState, event: SubjectEvent): SubjectState {
  const at = event.occurredAt;
  if (event.type === 'SubjectOpened') {
    const { subjectId, complaintId, team, policy, ...data } = event.data;
    const { kind, category, channel, priority, tier, specialCare } = data;
    return {
      ...{ subjectId, complaintId, team, policy, openedAt: at, lastFactAt: at },
      facts: { kind, category, channel, priority, tier, specialCare },
      ...{ waitsFor: null, happened: [], endedAt: null },
    };
  }
  if (state === undefined) return undefined;
  return { ...state, lastFactAt: Math.max(state.lastFactAt, at), ...changeBy(event, state) };
}

function changeBy(
  event: Exclude<SubjectEvent, { type: 'SubjectOpened' }>,
  { happened }: SubjectOnRecord,
): Partial<SubjectOnRecord> {
  switch (event.type) {
    case 'SubjectFactRecorded':
      return { happened: [...happened, { fact: event.data.fact, at: event.occurredAt }] };
    case 'SubjectWaitStarted':
      return { waitsFor: event.data.waitsFor };
    case 'SubjectResumed':
      return { waitsFor: null };
    case 'SubjectPolicyChanged':
      return { policy: event.data.policy };
    case 'SubjectEnded':
      return { endedAt: event.occurredAt };
  }
}

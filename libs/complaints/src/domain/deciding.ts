import { DomainError, type EpochMs } from '@redress/kernel';
import { applyPolicy, parseDuration, parseWithin, SlaError, type PolicyRef, type Target } from '@redress/sla';
import type { ComplaintEvent, Placement } from '../events';
import type { CaseCommand, CaseCommandContext, CaseCommandType } from './commands';
import { subjectFacts, type CaseOnRecord } from './state';

/** A command of one type, with all that it brings along. */
export type Told<Type extends CaseCommandType> = Extract<CaseCommand, { type: Type }>;

/** Decides commands of one type on a case that is on record, when they are legal; `at`: when it happened. */
export type Decide<Type extends CaseCommandType> = (
  command: Told<Type>,
  state: CaseOnRecord,
  at: EpochMs,
) => readonly ComplaintEvent[];

type EventOf<Type extends ComplaintEvent['type']> = Extract<ComplaintEvent, { type: Type }>;

/** A fact of the case. */
export const fact = <Type extends ComplaintEvent['type']>(
  type: Type,
  occurredAt: EpochMs,
  data: EventOf<Type>['data'],
): ComplaintEvent => ({ type, version: 1, occurredAt, data }) as EventOf<Type>;

export const placement = ({ team, agent, priority }: CaseOnRecord): Placement => ({ team, agent, priority });

const applied = ({ policies }: CaseCommandContext, state: CaseOnRecord) =>
  applyPolicy(policies.version(state.policy.name, state.policy.version), subjectFacts(state));

/** The rule of the pinned version that now applies. */
export const policyRef = (command: CaseCommandContext, state: CaseOnRecord): PolicyRef =>
  applied(command, state).ref;

/** The targets that this rule sets. */
export const policyTargets = (command: CaseCommandContext, state: CaseOnRecord): readonly Target[] =>
  applied(command, state).targets;

/** Throws DomainError `duration-malformed` where the text is no length of running time. */
export const assertDuration = (field: string, text: string): void => {
  assertReadable(field, text, parseDuration, 'is no length of running time such as PT15M, PT4H or PT1H30M');
};

/** Throws DomainError `duration-malformed` where the text is nothing that a clock may be given. */
export const assertWithin = (field: string, text: string): void => {
  const reason =
    'is no length of running time such as PT4H, and no number of working days such as P3BD or calendar days such as P3CD';
  assertReadable(field, text, parseWithin, reason);
};

function assertReadable(field: string, text: string, read: (text: string) => unknown, reason: string): void {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    throw invalidField('duration-malformed', field, reason);
  }
}

/** A refusal for what one member of the order says: `reason` goes on after its name. */
export const invalidField = (code: string, field: string, reason: string): DomainError =>
  new DomainError('invalid', code, `${field} ${reason}.`, { errors: [{ field, code, reason }] });

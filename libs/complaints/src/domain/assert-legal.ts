import { DomainError } from '@redress/kernel';
import { LEGAL, type CaseStepType } from './phases';
import { standingOf, type CaseOnRecord } from './state';

/** Commands that answer something, and whether there is something to answer. */
const AWAITED: { readonly [Type in CaseStepType]?: (state: CaseOnRecord) => boolean } = {
  AnswerSupervision: ({ supervision }) => supervision.open,
  ApproveWait: ({ waitApproval }) => waitApproval.pending !== null,
  RefuseWait: ({ waitApproval }) => waitApproval.pending !== null,
  GrantExtension: ({ extension }) => extension.pending !== null,
  RefuseExtension: ({ extension }) => extension.pending !== null,
  DecideAppeal: ({ appeal }) => appeal.open,
};

/** The commands that would not be refused for where the case stands. */
export const legalNow = (state: CaseOnRecord): readonly CaseStepType[] =>
  (Object.keys(LEGAL) as CaseStepType[]).filter(
    (type) => LEGAL[type].includes(standingOf(state)) && AWAITED[type]?.(state) !== false,
  );

/** Throws DomainError `illegal-step`, with the phase and what would be legal. */
export function assertLegal(type: CaseStepType, state: CaseOnRecord): void {
  const standing = standingOf(state);
  if (LEGAL[type].includes(standing)) return;
  throw notNow('illegal-step', `${type} is not possible while the case is ${standing}.`, state);
}

/** A refusal for where the case stands: it names the phase, how the case ended if it has, and what would be legal. */
export const notNow = (code: string, message: string, state: CaseOnRecord): DomainError =>
  new DomainError('illegal', code, message, {
    phase: state.phase,
    ...(state.endedAs === null ? {} : { endedAs: state.endedAs }),
    legal: legalNow(state),
  });

import { DomainError } from '@redress/kernel';
import { notNow } from './assert-legal';
import { assertDuration, fact, invalidField, placement, policyTargets, type Decide } from './deciding';

/** Throws DomainErrors `supervision-open`, `duration-malformed` and `deadline-missing`. */
export const orderSupervision: Decide<'OrderSupervision'> = (command, state, at) => {
  const { within, why } = command;
  if (within !== undefined) assertDuration('within', within);
  if (state.supervision.open) {
    throw new DomainError(
      'conflict',
      'supervision-open',
      'An order on this case waits for its answer already.',
    );
  }
  if (within === undefined && policyTargets(command, state).every(({ clock }) => clock !== 'supervision')) {
    const reason = 'is needed: the policy of the case sets no deadline for orders';
    throw invalidField('deadline-missing', 'within', reason);
  }
  return [
    fact('SupervisionOrdered', at, {
      ...why,
      ...placement(state),
      number: state.supervision.ordered + 1,
      ...(within === undefined ? {} : { within }),
    }),
  ];
};

/** Throws DomainError `nothing-to-answer`. */
export const answerSupervision: Decide<'AnswerSupervision'> = ({ answerRef, why }, state, at) => {
  const { open, ordered } = state.supervision;
  if (!open) throw notNow('nothing-to-answer', 'No order on this case waits for an answer.', state);
  return [fact('SupervisionAnswered', at, { ...why, ...placement(state), number: ordered, answerRef })];
};

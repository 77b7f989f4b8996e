import { DomainError } from '@redress/kernel';
import { notNow } from './assert-legal';
import { reopened } from './cycle';
import { fact, placement, type Decide } from './deciding';

/** Throws DomainError `appeal-open`. */
export const appeal: Decide<'AppealComplaint'> = ({ why }, state, at) => {
  if (state.appeal.open) {
    throw new DomainError('conflict', 'appeal-open', 'An appeal is open already, and is not decided.');
  }
  const number = state.appeal.made + 1;
  return [fact('ComplaintAppealed', at, { ...why, ...placement(state), number, cycle: state.cycle })];
};

/** Upheld, the case is reopened, unless it was meanwhile. Throws DomainErrors `no-appeal` and `own-decision`. */
export const decideAppeal: Decide<'DecideAppeal'> = (command, state, at) => {
  const { upheld, refusedBy, actor, why } = command;
  if (!state.appeal.open) throw notNow('no-appeal', 'No appeal is open.', state);
  const contested = state.endedAs === 'refused' ? refusedBy : state.resolvedBy;
  if (contested === actor.id) {
    throw new DomainError(
      'forbidden',
      'own-decision',
      'Whoever resolved or refused the case does not decide on an appeal against it.',
    );
  }
  const { made: number } = state.appeal;
  const decided = fact('AppealDecided', at, { ...why, ...placement(state), number, upheld });
  const goesOn = state.phase === 'open' || state.phase === 'waiting';
  return upheld && !goesOn ? [decided, reopened(command, state, at, { reason: 'appeal-upheld' })] : [decided];
};

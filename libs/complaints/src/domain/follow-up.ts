import { toIso } from '@redress/kernel';
import { closed, reopened } from './cycle';
import { fact, placement, type Decide, type Told } from './deciding';
import type { CaseOnRecord } from './state';

/** That a customer was asked about a cycle which is over: the case was reopened meanwhile, and the question is answered with it. */
export const isOvertaken = ({ askedAt }: Told<'FollowUpComplaint'>, state: CaseOnRecord): boolean =>
  state.cycle > 1 && (state.phase === 'open' || state.phase === 'waiting' || askedAt < state.cycleStartedAt);

/** Once in a cycle for each outcome; whoever has answered was reached. */
export const followUp: Decide<'FollowUpComplaint'> = (command, state, at) => {
  const { outcome, askedAt, callbackId, csat, why } = command;
  const known = state.followedUp;
  if (known.includes(outcome) || (outcome === 'unreachable' && known.length > 0)) return [];
  const followedUp = fact('ComplaintFollowedUp', at, {
    ...why,
    ...placement(state),
    outcome,
    cycle: state.cycle,
    askedAt: toIso(askedAt),
    ...(callbackId === undefined ? {} : { callbackId }),
    ...(csat === undefined ? {} : { csat }),
  });
  if (outcome === 'dissatisfied')
    return [followedUp, reopened(command, state, at, { reason: 'dissatisfied' })];
  return command.close && state.phase === 'resolved'
    ? [followedUp, closed(state, at, { reason: outcome })]
    : [followedUp];
};

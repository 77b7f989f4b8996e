import { DomainError } from '@redress/kernel';
import { fact, placement, type Decide } from './deciding';

/** Told again, it counts where it was earlier than was known. */
export const accept: Decide<'AcceptComplaint'> = ({ why }, { acceptedAt }, at) =>
  acceptedAt !== null && acceptedAt <= at ? [] : [fact('ComplaintAccepted', at, why)];

export const assign: Decide<'AssignComplaint'> = ({ team, agent, why }, state, at) =>
  state.team === team && state.agent === agent
    ? []
    : [fact('ComplaintAssigned', at, { ...why, team, agent })];

/** Throws DomainError `held-by-another`. */
export const claim: Decide<'ClaimComplaint'> = ({ agent, why }, state, at) => {
  if (state.agent === agent && state.claimed) return [];
  if (state.agent !== null && state.agent !== agent) {
    throw new DomainError(
      'conflict',
      'held-by-another',
      'Another agent has this case; it can be transferred.',
      { agent: state.agent },
    );
  }
  return [fact('ComplaintClaimed', at, { ...why, agent, team: state.team })];
};

export const transfer: Decide<'TransferComplaint'> = ({ team, agent, why }, state, at) => [
  fact('ComplaintTransferred', at, { ...why, team, agent, from: placement(state) }),
];

export const giveBack: Decide<'ReturnComplaint'> = ({ reason, why }, state, at) =>
  state.agent === null
    ? []
    : [fact('ComplaintReturned', at, { ...why, reason, team: state.team, from: placement(state) })];

/** Told again, it counts where it was earlier than was known. */
export const acknowledge: Decide<'AcknowledgeComplaint'> = ({ channel, why }, { acknowledgedAt }, at) =>
  acknowledgedAt !== null && acknowledgedAt <= at
    ? []
    : [fact('ComplaintAcknowledged', at, { ...why, channel })];

export const note: Decide<'AddNote'> = ({ noteRef, why }, _, at) => [
  fact('ComplaintNoteAdded', at, { ...why, noteRef }),
];

/** Counted, every time. */
export const chase: Decide<'ChaseComplaint'> = ({ channel, why }, state, at) => [
  fact('ComplaintChased', at, {
    ...why,
    ...placement(state),
    ...(channel === undefined ? {} : { channel }),
    chases: state.chases + 1,
  }),
];

/** A level higher, every time. */
export const escalate: Decide<'EscalateComplaint'> = ({ reason, why }, state, at) => [
  fact('ComplaintEscalated', at, {
    ...why,
    ...placement(state),
    reason,
    level: state.escalationLevel + 1,
  }),
];

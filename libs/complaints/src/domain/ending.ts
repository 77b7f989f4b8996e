import type { ComplaintEvent } from '../events';
import { fact, invalidField, placement, type Decide } from './deciding';
import { endWaiting } from './waiting';

export const refuse: Decide<'RefuseComplaint'> = ({ reason, why }, state, at) => [
  ...endWaiting(state, at),
  fact('ComplaintRefused', at, { ...why, reason }),
];

export const withdraw: Decide<'WithdrawComplaint'> = ({ reason, why }, state, at) => [
  ...endWaiting(state, at),
  fact('ComplaintWithdrawn', at, { ...why, ...placement(state), reason }),
];

/** Throws DomainError `self-link`. */
export const merge: Decide<'MergeComplaint'> = ({ into, why }, state, at) => {
  assertAnother('into', into, state.complaintId);
  return [...endWaiting(state, at), fact('ComplaintMerged', at, { ...why, ...placement(state), into })];
};

/** Throws DomainError `self-link`. */
export const link: Decide<'LinkComplaint'> = ({ otherId, relation, why }, state, at): ComplaintEvent[] => {
  assertAnother('otherId', otherId, state.complaintId);
  const linked = state.links.some((one) => one.otherId === otherId && one.relation === relation);
  return linked ? [] : [fact('ComplaintLinked', at, { ...why, otherId, relation })];
};

function assertAnother(field: string, id: string, own: string): void {
  if (id === own) throw invalidField('self-link', field, 'is this case itself');
}

import type { Principal } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** Who works from queues, or watches them. */
export const QUEUE_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Throws DomainError `not-your-queue` where someone may not look at the queue of an agent. */
export function assertMayReadAgent(agent: string, principal: Principal): void {
  if (!isLeader(principal) && agent !== principal.id) throw notYours('An agent reads their own queue.');
}

/** Throws DomainError `not-your-queue` where someone may not look at the queues of a team. */
export function assertMayReadTeam(team: string, principal: Principal): void {
  if (!isLeader(principal) && !principal.teams.includes(team)) {
    throw notYours('An agent reads the pools of their own teams.');
  }
}

const notYours = (message: string): DomainError => new DomainError('forbidden', 'not-your-queue', message);

/** Whether someone may look at every queue. */
const isLeader = ({ roles }: Principal): boolean =>
  roles.includes('shift-leader') || roles.includes('supervisor');

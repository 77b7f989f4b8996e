import type { Principal } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** Who may look at clocks. */
export const CLOCK_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Whether someone may watch every team. */
export const isLeader = ({ roles }: Principal): boolean =>
  roles.includes('shift-leader') || roles.includes('supervisor');

/** Shift leaders and supervisors watch every team, agents their own. Throws DomainError `not-your-team`. */
export function assertMayWatch(team: string, principal: Principal): void {
  if (isLeader(principal) || principal.teams.includes(team)) return;
  throw new DomainError('forbidden', 'not-your-team', 'An agent watches the clocks of their own teams.');
}

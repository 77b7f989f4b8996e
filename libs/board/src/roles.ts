import type { Principal } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** Who may look at clocks. */
export const CLOCK_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Shift leaders and supervisors watch every team, agents their own. Throws DomainError `not-your-team`. */
export function assertMayWatch(team: string, { roles, teams }: Principal): void {
  if (roles.includes('shift-leader') || roles.includes('supervisor') || teams.includes(team)) return;
  throw new DomainError('forbidden', 'not-your-team', 'An agent watches the clocks of their own teams.');
}

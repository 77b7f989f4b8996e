import type { Principal } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** Who may look at callbacks. */
export const CALLBACK_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Whose callbacks someone may see: their own and those of their teams. */
export interface CallbackSight {
  readonly owner: string;
  readonly teams: readonly string[];
}

/** What someone may see; undefined: shift leaders and supervisors see all. */
export const sightOf = ({ id, roles, teams }: Principal): CallbackSight | undefined =>
  roles.includes('shift-leader') || roles.includes('supervisor') ? undefined : { owner: id, teams };

/** Throws DomainError `not-your-callbacks` where someone may see neither what this agent owes nor what this team does. */
export function assertSeen(
  sight: CallbackSight | undefined,
  { owner, team }: { readonly owner?: string | null | undefined; readonly team: string },
): void {
  if (sight === undefined || sight.owner === owner || sight.teams.includes(team)) return;
  throw new DomainError(
    'forbidden',
    'not-your-callbacks',
    'An agent reads their own callbacks and those of their teams.',
  );
}

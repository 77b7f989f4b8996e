import type { Principal } from '@redress/http';

/** Who may look at single promises. Figures of them are another question. */
export const PROMISE_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Whose promises someone may see: their own and those of their teams. */
export interface PromiseView {
  readonly owner: string;
  readonly teams: readonly string[];
}

/** What someone may see; undefined: shift leaders and supervisors see all. */
export const viewOf = ({ id, roles, teams }: Principal): PromiseView | undefined =>
  roles.includes('shift-leader') || roles.includes('supervisor') ? undefined : { owner: id, teams };

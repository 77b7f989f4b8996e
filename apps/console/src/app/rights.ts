import type { Role, WhoAmI } from '../api/types';

const some = (roles: readonly Role[]) => (who: WhoAmI) => who.roles.some((role) => roles.includes(role));

/** What the roles show; the API decides again. */
export const may = {
  watchBoard: some(['shift-leader', 'supervisor', 'agent']),
  workCases: some(['agent', 'shift-leader', 'supervisor']),
  listCases: some(['agent', 'shift-leader', 'supervisor', 'analyst']),
  lead: some(['shift-leader', 'supervisor']),
  seeFigures: some(['shift-leader', 'supervisor', 'analyst']),
  askWhatIf: some(['supervisor', 'analyst']),
  draftPolicies: some(['supervisor']),
} as const;

/** Where somebody's work begins. */
export function homeOf(who: WhoAmI): '/board' | '/desk' | '/figures' {
  if (may.lead(who)) return '/board';
  return who.roles.includes('agent') ? '/desk' : '/figures';
}

/** Whether a page is for somebody. */
export function mayBeHere(pathname: string, who: WhoAmI): boolean {
  if (pathname.startsWith('/board')) return may.watchBoard(who);
  if (pathname.startsWith('/desk')) return may.workCases(who);
  if (pathname.startsWith('/figures')) return may.seeFigures(who);
  if (pathname.startsWith('/what-if')) return may.askWhatIf(who);
  if (pathname.startsWith('/subjects/')) return may.workCases(who);
  // An analyst lists cases, but does not open them: there stands who complained.
  return pathname.startsWith('/cases/') ? may.workCases(who) : may.listCases(who);
}

import type { CommandContext } from '@redress/http';

/** Who resolved it: the sender; or, where an outside system reports it, the agent it names, if it knows one. */
export const resolver = (
  { resolvedBy }: { readonly resolvedBy?: string },
  { actor }: CommandContext,
): string | null => (actor.kind === 'integration' ? (resolvedBy ?? null) : actor.id);

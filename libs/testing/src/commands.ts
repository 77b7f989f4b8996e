import { DomainError, newId, type CommandOrigin } from '@redress/kernel';

/** A command of its own by agent-1, unless it is said otherwise. */
export const originOf = (more: Partial<CommandOrigin> = {}): CommandOrigin => {
  const commandId = newId();
  return {
    commandId,
    correlationId: 'request-1',
    causationId: commandId,
    fingerprint: 'body-1',
    actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
    ...more,
  };
};

/** The refusal that a command ends in. Throws where it is done, or fails in another way. */
export async function refusalOf(command: Promise<unknown>): Promise<DomainError> {
  const outcome = await command.then(
    () => 'done',
    (error: unknown) => error,
  );
  if (outcome instanceof DomainError) return outcome;
  throw new Error('the command was not refused', { cause: outcome });
}

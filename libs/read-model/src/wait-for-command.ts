import { DomainError, type Position } from '@redress/kernel';
import type { ReadModel } from './read-model';

/** How long a question waits for the command that it is to show, in ms of machine time. */
const WAIT_MS = 5_000;

/**
 * Read your own write: resolves when the rows of a projection show the command that a read token stands for; at once without a token. Throws
 * DomainError `unavailable` where that takes too long.
 */
export async function waitForCommand(
  readModel: ReadModel,
  projection: string,
  token: { readonly partition: number; readonly position: Position } | undefined,
): Promise<void> {
  if (token === undefined) return;
  if (await readModel.waitFor(projection, token.partition, token.position, { timeoutMs: WAIT_MS })) return;
  throw new DomainError(
    'unavailable',
    'unavailable',
    'The answer would not show your command yet; ask again.',
  );
}

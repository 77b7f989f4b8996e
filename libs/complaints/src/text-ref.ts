import { deriveId, type CommandOrigin } from '@redress/kernel';

/**
 * The reference of a text that a command brings. It follows from the command and its body, so that a resent command finds the text it
 * had stored, and another body under the same key does not meet it.
 */
export const textRef = ({ commandId, fingerprint = '' }: CommandOrigin, field: string): string =>
  deriveId(commandId, fingerprint, field);

import { DomainError } from '@redress/kernel';
import { PolicyFileError } from './policy-file-error';

/**
 * Reads a document that somebody has sent. Throws DomainError `document-unusable` with all that is wrong with the text; `field`: the member
 * that has it.
 */
export function readSent<Document>(field: string, read: () => Document): Document {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    const errors = error.problems.map(({ line, reason }) => ({
      field,
      code: 'document-unusable',
      reason,
      ...(line === undefined ? {} : { line }),
    }));
    throw new DomainError('invalid', 'document-unusable', error.message, { errors });
  }
}

/** Throws DomainError `name-differs` where a document was sent to the address of another one. */
export function assertNamed(address: string, document: { readonly name: string }): void {
  if (document.name === address) return;
  throw new DomainError(
    'invalid',
    'name-differs',
    `The document is called ${document.name}, and was sent as ${address}.`,
  );
}

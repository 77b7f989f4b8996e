import { HttpProblem } from './problem';

/** The ETag of something at a revision. */
export const etagOf = (revision: number): string => `"${String(revision)}"`;

/**
 * The revision that If-Match asks for; undefined where it asks for none, or for any (`*`: a command on what does not exist is refused
 * anyway). Throws 400 `if-match-malformed`.
 */
export function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = /^"(-1|\d{1,15})"$/.exec(header.trim())?.[1];
  if (revision === undefined) {
    throw new HttpProblem(
      400,
      'if-match-malformed',
      'If-Match takes one ETag as it was given: If-Match: "7", or *.',
    );
  }
  return Number(revision);
}

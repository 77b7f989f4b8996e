/** What is wrong with a document's text, and where: the number of the line, from 1; absent where the text as a whole can't be had. */
export interface FileProblem {
  readonly line?: number;
  readonly reason: string;
}

/**
 * A policy file that can't be used. The message has a line for each thing that is wrong with it, with the file, the line and the reason.
 */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';

  constructor(
    message: string,
    /** In the order of their lines; empty where it is about no text. */
    readonly problems: readonly FileProblem[] = [],
    /** Which text: the name that it was read under; absent where it is about none. */
    readonly file?: string,
  ) {
    super(message);
  }

  /** The error of a text. `problems`: at least one; what is said twice is said once. */
  static of(file: string, problems: readonly FileProblem[]): PolicyFileError {
    const lines = new Map(
      problems
        .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
        .map((problem) => [`${file}:${String(problem.line ?? 1)}: ${problem.reason}`, problem] as const),
    );
    return new PolicyFileError([...lines.keys()].join('\n'), [...lines.values()], file);
  }
}

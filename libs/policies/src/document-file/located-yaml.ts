import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { PolicyFileError, type FileProblem } from './policy-file-error';

/** Where something stands in a YAML text: keys and places in lists, from the outside in. */
export type YamlPath = readonly (string | number)[];

/** A YAML text that knows where everything in it stands. */
export class LocatedYaml {
  /** What the text says, as plain objects. */
  readonly value: unknown;
  readonly #lines = new LineCounter();
  readonly #document: Document;

  /** Throws PolicyFileError where the text is no YAML. */
  constructor(
    text: string,
    readonly file: string,
  ) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const wrong = [...this.#document.errors, ...this.#document.warnings];
    if (wrong.length > 0) {
      throw PolicyFileError.of(
        file,
        wrong.map(({ pos, message }) => ({ line: this.#lineAt(pos[0]), reason: message })),
      );
    }
    try {
      this.value = this.#document.toJS();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw PolicyFileError.of(file, [{ line: 1, reason }]);
    }
  }

  /** Throws PolicyFileError with the line of what is wrong, or of the innermost thing around it that the text has. */
  fail(path: YamlPath, reason: string): never {
    throw PolicyFileError.of(this.file, [this.problemAt(path, reason)]);
  }

  /**
   * Reads all parts, and gives what was read of each. Throws one PolicyFileError with what is wrong with any of them, so that whoever
   * wrote the text hears of everything at once.
   */
  readAll<const Parts extends readonly (() => unknown)[]>(
    parts: Parts,
  ): { -readonly [Index in keyof Parts]: ReturnType<Parts[Index]> } {
    const read: unknown[] = [];
    const problems: FileProblem[] = [];
    for (const part of parts) {
      try {
        read.push(part());
      } catch (error) {
        if (!(error instanceof PolicyFileError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (problems.length > 0) throw PolicyFileError.of(this.file, problems);
    return read as { -readonly [Index in keyof Parts]: ReturnType<Parts[Index]> };
  }

  /** What is wrong at a place, with its line. */
  problemAt(path: YamlPath, reason: string): FileProblem {
    let offset = 0;
    let node: unknown = this.#document.contents;
    for (const step of path) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && key.value === step)
        : undefined;
      node = isCollection(node) ? node.get(step, true) : undefined;
      offset = startOf(pair?.key) ?? startOf(node) ?? offset;
    }
    return { line: this.#lineAt(offset), reason: `${path.join('.') || 'the file'} ${reason}` };
  }

  #lineAt(offset: number): number {
    return this.#lines.linePos(offset).line;
  }
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';

/** A policy file that can't be used. The message names the file, the line and the reason. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
}

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
    const [wrong] = [...this.#document.errors, ...this.#document.warnings];
    if (wrong !== undefined) throw this.#errorAt(wrong.pos[0], wrong.message);
    try {
      this.value = this.#document.toJS();
    } catch (error) {
      throw this.#errorAt(0, error instanceof Error ? error.message : String(error));
    }
  }

  /** Throws PolicyFileError with the line of what is wrong, or of the innermost thing around it that the text has. */
  fail(path: YamlPath, reason: string): never {
    let offset = 0;
    let node: unknown = this.#document.contents;
    for (const step of path) {
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && key.value === step)
        : undefined;
      node = isCollection(node) ? node.get(step, true) : undefined;
      offset = startOf(pair?.key) ?? startOf(node) ?? offset;
    }
    throw this.#errorAt(offset, `${path.join('.') || 'the file'} ${reason}`);
  }

  #errorAt(offset: number, reason: string): PolicyFileError {
    return new PolicyFileError(`${this.file}:${String(this.#lines.linePos(offset).line)}: ${reason}`);
  }
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/**
 * Names in little room, each as a number of 32 bits: a million take some 20 MiB. It knows every name that was added, and once in a while
 * takes another one for it.
 */
export class RoughSet {
  readonly #hashes = new Set<number>();

  add(name: string): void {
    this.#hashes.add(hashOf(name));
  }

  mayHave(name: string): boolean {
    return this.#hashes.has(hashOf(name));
  }
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash;
}

import { v5, v7 } from 'uuid';

const NAMESPACE = '5b7c1f3e-2a0d-5e6b-9c4f-7d8e9a0b1c2d';

/** A new identifier: UUID version 7, so that keys made together lie together in an index. */
export const newId = (): string => v7();

/**
 * An identifier that the same parts always give again (UUID version 5): whoever repeats a step after a crash repeats the id
 * as well, and the second time changes nothing.
 */
export const deriveId = (...parts: readonly (string | number)[]): string =>
  v5(parts.map((part) => encodeURIComponent(String(part))).join('/'), NAMESPACE);

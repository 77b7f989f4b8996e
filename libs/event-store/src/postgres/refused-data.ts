import { DatabaseError } from 'pg';

/**
 * Whether the database refused what it was given, and would again: data exception (22), integrity constraint (23), program limit
 * (54, such as JSON nested too deep). Everything else is about the database, and passes.
 */
export const isRefusedData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && /^(?:22|23|54)/.test(error.code ?? '');

import { DatabaseError } from 'pg';
import { PersonalDataUnavailable } from '../errors';

/**
 * Classes of SQLSTATE that say "not now": connection lost, resources short, operator intervention (restart, time-out), system error.
 * 25006: the server has become a read-only standby. 55P03: a lock was not free.
 */
const NOT_NOW = /^(08|53|57|58|25006|55P03)/;
/** Deadlock, serialization failure, and the unique violation that a racing writer leaves behind. */
const LOST_A_RACE = /^(40|23505)/;

/** Another writer was faster: read again and repeat. */
export const lostARace = (error: unknown): boolean =>
  error instanceof DatabaseError && LOST_A_RACE.test(error.code ?? '');

/** PersonalDataUnavailable where the database can't be reached or is short of something; any other error as it is. */
export function asUnavailable(error: unknown): unknown {
  const notNow =
    error instanceof DatabaseError
      ? NOT_NOW.test(error.code ?? '')
      : // What the driver itself throws is about the connection, unless it is a mistake in our own code.
        !(error instanceof TypeError || error instanceof RangeError);
  if (!notNow) return error;
  return new PersonalDataUnavailable('the personal-data store does not answer', { cause: error });
}

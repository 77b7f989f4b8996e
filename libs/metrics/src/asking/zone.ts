import { invalidRequest } from '@redress/http';
import { isTimeZone } from '@redress/kernel';

/** The names of the IANA database. PostgreSQL also takes `+5` and `FOO5`, which count from the other side of Greenwich. */
const ZONE_NAME = /^[A-Za-z]{2}[A-Za-z0-9_+-]*(\/[A-Za-z][A-Za-z0-9_+-]*)*$/;

/** The time zone asked for. Throws 400 where there is none of that name. */
export function zoneAsked({ zone = 'UTC' }: { readonly zone?: string }): string {
  if (ZONE_NAME.test(zone) && isTimeZone(zone)) return zone;
  const reason = 'zone must be the name of an IANA time zone, such as Europe/London';
  throw invalidRequest('There is no such time zone.', [{ field: 'zone', code: 'unknown-zone', reason }]);
}

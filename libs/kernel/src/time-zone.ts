/**
 * A name of the IANA database begins with a letter; what Intl takes beyond that, from Node 22 on, are offsets, which know no summer time.
 */
const ZONE_NAME = /^[A-Za-z]/;

/** In small letters; there are some six hundred, and to ask for one is dear. */
const known = new Set<string>();

/** Whether a text names a zone of the IANA database that this runtime knows, in whatever case. */
export function isTimeZone(name: string): boolean {
  const lowered = name.toLowerCase();
  if (known.has(lowered)) return true;
  if (!ZONE_NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    known.add(lowered);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

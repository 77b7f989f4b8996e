/** An instant as milliseconds since 1970-01-01T00:00:00Z. Arithmetic is done on these. */
export type EpochMs = number;

/** An instant as stored and sent: ISO 8601 in UTC with milliseconds, `2026-03-01T09:30:00.000Z`. */
export type IsoInstant = string;

/** The ISO form of an instant. Throws a RangeError when the number is no instant. */
export const toIso = (at: EpochMs): IsoInstant => new Date(at).toISOString();

/** The same of one that may not be there. */
export const isoOrNull = (at: EpochMs | null): IsoInstant | null => (at === null ? null : toIso(at));

/** The milliseconds of an ISO instant. Throws a RangeError when the text is no instant. */
export function fromIso(text: IsoInstant): EpochMs {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`not an instant: ${JSON.stringify(text)}`);
  return at;
}

import type { StoredZone } from './calendar-document';
import type { EpochMs } from './interval';
import { SlaError } from './sla-error';

/**
 * The wall clock of a stored zone. A wall time stands for the first instant at which the clock shows it or a later one: where it is skipped
 * in spring, for the instant of the change; where it comes twice in autumn, for the first. So no order of wall times is ever turned
 * round, and a day that a zone skipped has no length.
 */
export class WallClock {
  readonly #spans: readonly { readonly until: EpochMs; readonly from: EpochMs; readonly offsetMs: number }[];

  /** Throws SlaError `calendar-malformed`. */
  constructor({ name, offsetSeconds, changes }: StoredZone) {
    const instants = changes.map(({ at }) => Date.parse(at));
    if (instants.some((at, index) => !(at > (instants[index - 1] ?? -Infinity)))) {
      throw new SlaError('calendar-malformed', `the changes of ${name} are not in order, or no instants`);
    }
    const offsets = [offsetSeconds, ...changes.map((change) => change.offsetSeconds)];
    this.#spans = offsets.map((seconds, index) => ({
      from: instants[index - 1] ?? -Infinity,
      until: instants[index] ?? Infinity,
      offsetMs: seconds * 1000,
    }));
  }

  /** @param wallTime milliseconds from 1970-01-01T00:00 on the wall */
  instantOf(wallTime: number): EpochMs {
    const span = this.#spans.find(({ until, offsetMs }) => wallTime - offsetMs < until);
    return span === undefined ? Infinity : Math.max(span.from, wallTime - span.offsetMs);
  }
}

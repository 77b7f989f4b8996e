import type { CalendarDocument, EpochMs, Pause } from '../src';

export const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
const WEEKDAYS = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'] as const;

/** A clock whose start, pauses and calendar change on whole minutes only. */
export interface SteppedClock {
  readonly start: EpochMs;
  readonly pauses: readonly Pause[];
  readonly within: string;
}

export type SteppedState = 'running' | 'paused' | 'closed';

/** No day: it is closed, or not known. */
const NONE = -1_000_000;

/** What lies after the last minute of the stepper is not known. */
export class StepperExhausted extends Error {}

/**
 * Brute force: looks at every minute of a calendar, one after the other, and counts. It shares nothing with the library but the words of the
 * document: no instant is computed from a wall time here, no sum is kept, nothing is searched.
 */
export class MinuteStepper {
  readonly #first: EpochMs;
  /** For each minute the day whose hours it belongs to, counted from 1970-01-01; NONE where it is closed. */
  readonly #shiftOf: Int32Array;
  /** For each minute its date. */
  readonly #dateOf: Int32Array;
  /** The day whose hours go on after all that is known. */
  readonly #cutOff: number | undefined;
  /** The minute after the last that is known. */
  readonly #end: number;
  readonly #units = new Map<string, ReadonlyMap<number, bigint>>();

  constructor(document: CalendarDocument) {
    const from = Date.parse(`${document.horizon.firstDay}T00:00:00Z`) - 3 * DAY_MS;
    const to = Date.parse(`${document.horizon.lastDay}T00:00:00Z`) + 4 * DAY_MS;
    this.#first = from;
    this.#shiftOf = new Int32Array((to - from) / MINUTE_MS).fill(NONE);
    this.#dateOf = new Int32Array(this.#shiftOf.length).fill(NONE);
    const [firstDay, lastDay] = [document.horizon.firstDay, document.horizon.lastDay].map(
      (date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS,
    );
    const special = new Map(
      document.days.map(({ date, hours }) => [Date.parse(`${date}T00:00:00Z`) / DAY_MS, hours]),
    );
    const hours = remembered((day: number) =>
      (special.get(day) ?? document.weekly[WEEKDAYS[((day % 7) + 7) % 7] ?? 'monday'] ?? []).map(
        minutesOfDay,
      ),
    );
    this.#cutOff = hours(lastDay ?? NaN).some(([, end]) => end > DAY_MINUTES) ? lastDay : undefined;
    const changes = document.zone.changes.map((one) => ({ ...one, at: Date.parse(one.at) }));
    // What the wall clock has shown at most: in the hour that comes twice it has been there before.
    let wall = -Infinity;
    for (let index = 0; index < this.#shiftOf.length; index++) {
      const at = from + index * MINUTE_MS;
      const change = changes.findLast((one) => one.at <= at);
      wall = Math.max(wall, at + (change?.offsetSeconds ?? document.zone.offsetSeconds) * 1000);
      const date = Math.floor(wall / DAY_MS);
      if (date < (firstDay ?? NaN) || date > (lastDay ?? NaN)) continue;
      this.#dateOf[index] = date;
      const minute = Math.floor((wall - date * DAY_MS) / MINUTE_MS);
      if (isWithin(hours(date), minute)) this.#shiftOf[index] = date;
      else if (isWithin(hours(date - 1), minute + DAY_MINUTES)) this.#shiftOf[index] = date - 1;
    }
    this.#end = this.#dateOf.findLastIndex((date) => date !== NONE) + 1;
  }

  /** The pauses as far as they count: each until its limit, which is a deadline of its own. Throws StepperExhausted. */
  cut(pauses: readonly Pause[]): readonly Pause[] {
    return pauses.map(({ longest, ...pause }) => {
      if (longest === undefined) return pause;
      const limit = this.deadline({ start: pause.from, pauses: [], within: longest }) ?? Infinity;
      return { from: pause.from, to: Math.min(limit, pause.to ?? Infinity) };
    });
  }

  /** What the clock does in each minute from its start until an instant. */
  states({ start, pauses, within }: SteppedClock, until: EpochMs): readonly SteppedState[] {
    const [days, paused, first] = [this.#daysOf(within), this.#paused(pauses), this.#index(start)];
    return Array.from({ length: (until - start) / MINUTE_MS }, (_, minute) =>
      days[first + minute] === NONE ? 'closed' : paused[first + minute] === 1 ? 'paused' : 'running',
    );
  }

  /** For how long it has run at `at`. */
  elapsed({ start, pauses, within }: SteppedClock, at: EpochMs): number {
    const [days, paused] = [this.#daysOf(within), this.#paused(pauses)];
    const end = this.#index(at);
    let ran = 0;
    for (let minute = this.#index(start); minute < end; minute++) {
      if (days[minute] === NONE || paused[minute] === 1) continue;
      ran += Math.min(MINUTE_MS, at - this.#instant(minute));
    }
    return ran;
  }

  /**
   * When it has run for its target, or for that share of it in percent, or for all but the time left (`PT30M`); undefined where an open
   * pause keeps it from it.
   */
  deadline(clock: SteppedClock, mark: number | string = 100): EpochMs | undefined {
    const { within } = clock;
    if (within.startsWith('PT')) return this.#runFor(clock, used(msOf(within), mark));
    return mark === 100 ? this.#daysDue(clock) : this.#daysMark(clock, mark);
  }

  /** Whenever it is not paused, the mark is in the time until what is due by the pauses so far. */
  #daysMark({ start, pauses, within }: SteppedClock, mark: number | string): EpochMs | undefined {
    const [days, paused, never] = [this.#daysOf(within), this.#paused(pauses), this.#never(pauses)];
    let [ran, length, counted] = [0, 0, -1];
    for (let minute = this.#index(start); ; minute++) {
      if (minute >= never) return undefined;
      if (minute >= this.#end) exhausted();
      if (paused[minute] === 1) continue;
      const known = pauses.filter(({ from }) => from <= this.#instant(minute));
      if (known.length > counted) {
        counted = known.length;
        const sofar = { start, pauses: known, within };
        length = used(this.elapsed(sofar, this.#daysDue(sofar) ?? NaN), mark);
      }
      if (ran >= length) return this.#instant(minute);
      if (days[minute] === NONE) continue;
      if (ran + MINUTE_MS >= length) return this.#instant(minute) + length - ran;
      ran += MINUTE_MS;
    }
  }

  #runFor({ start, pauses, within }: SteppedClock, length: number): EpochMs | undefined {
    const [days, paused, never] = [this.#daysOf(within), this.#paused(pauses), this.#never(pauses)];
    if (length === 0) return start;
    let ran = 0;
    for (let minute = this.#index(start); ; minute++) {
      if (minute >= never) return undefined;
      if (minute >= this.#end) exhausted();
      if (days[minute] === NONE || paused[minute] === 1) continue;
      if (ran + MINUTE_MS >= length) return this.#instant(minute) + length - ran;
      ran += MINUTE_MS;
    }
  }

  /** Counts each minute as its share of its day, in units of which every day has the same number. */
  #daysDue({ start, pauses, within }: SteppedClock): EpochMs | undefined {
    const [days, paused, never] = [this.#daysOf(within), this.#paused(pauses), this.#never(pauses)];
    const today = this.#dateOf[this.#index(start)] ?? NaN;
    const count = Number(/\d+/.exec(within)?.[0]);
    const unitsOf = this.#unitsOf(within);
    const last = [...unitsOf.keys()].filter((day) => day > today).sort((a, b) => a - b)[count - 1];
    if (last === undefined) return this.#never(pauses) < this.#end ? undefined : exhausted();
    let left = 0n;
    for (let minute = this.#index(start); !((days[minute] ?? NaN) > last) && minute < days.length; minute++) {
      left += unitsOf.get(days[minute] ?? NaN) ?? 0n;
    }
    for (let minute = this.#index(start); ; minute++) {
      if (minute >= never) return undefined;
      if (minute >= this.#end) exhausted();
      const units = paused[minute] === 1 ? undefined : unitsOf.get(days[minute] ?? NaN);
      if (units === undefined) continue;
      if (units >= left) {
        return this.#instant(minute) + Number((left * BigInt(MINUTE_MS) + units - 1n) / units);
      }
      left -= units;
    }
  }

  /** The units of a minute of each day that counts. */
  #unitsOf(within: string): ReadonlyMap<number, bigint> {
    const kind = within.slice(-2);
    const known = this.#units.get(kind);
    if (known !== undefined) return known;
    const minutesOf = new Map<number, number>();
    for (const day of this.#daysOf(within)) {
      if (day !== NONE) minutesOf.set(day, (minutesOf.get(day) ?? 0) + 1);
    }
    if (this.#cutOff !== undefined && !within.endsWith('CD')) minutesOf.delete(this.#cutOff);
    const oneDay = [...new Set(minutesOf.values())]
      .map(BigInt)
      .reduce((product, minutes) => product * (minutes / common(product, minutes)), 1n);
    const units = new Map([...minutesOf].map(([day, minutes]) => [day, oneDay / BigInt(minutes)]));
    this.#units.set(kind, units);
    return units;
  }

  /** For each minute the day that it counts for: its shift's for working time, its date for calendar days; NONE for none. */
  #daysOf(within: string): Int32Array {
    return within.endsWith('CD') ? this.#dateOf : this.#shiftOf;
  }

  /** For each minute whether it is paused. */
  #paused(pauses: readonly Pause[]): Uint8Array {
    const paused = new Uint8Array(this.#dateOf.length);
    for (const { from, to = Infinity } of pauses) paused.fill(1, this.#index(from), this.#index(to));
    return paused;
  }

  /** The minute from which on it never runs again. */
  #never(pauses: readonly Pause[]): number {
    return Math.min(
      ...pauses.filter(({ to }) => to === undefined).map(({ from }) => this.#index(from)),
      Infinity,
    );
  }

  #index(at: EpochMs): number {
    return Math.max(0, (at - this.#first) / MINUTE_MS);
  }

  #instant(minute: number): EpochMs {
    return this.#first + minute * MINUTE_MS;
  }
}

/** `09:00-12:30` in minutes of the day, or beyond midnight of the next. */
function minutesOfDay(text: string): readonly [number, number] {
  const [from = NaN, to = NaN] = text
    .split('-')
    .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return [from, to < from ? to + DAY_MINUTES : to];
}

const isWithin = (hours: readonly (readonly [number, number])[], minute: number): boolean =>
  hours.some(([from, to]) => minute >= from && minute < to);

function remembered<Value>(of: (day: number) => Value): (day: number) => Value {
  const known = new Map<number, Value>();
  return (day) => {
    const value = known.get(day) ?? of(day);
    known.set(day, value);
    return value;
  };
}

function exhausted(): never {
  throw new StepperExhausted();
}

function msOf(within: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(within) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** Of a length of time what is used when the mark is reached. */
const used = (length: number, mark: number | string): number =>
  typeof mark === 'number' ? Math.ceil((length * mark) / 100) : Math.max(0, length - msOf(mark));

const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));

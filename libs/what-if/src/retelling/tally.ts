import type { JudgedRun } from '@redress/clocks';
import type { ClockName } from '@redress/sla';
import type { Place } from './place';
import type { ComparedRun, RetoldName } from './retold-stream';

/** What the runs of clocks can be counted by. */
export const WHAT_IF_GROUPINGS = ['team', 'priority', 'tier', 'category', 'kind'] as const;
export type WhatIfGrouping = (typeof WHAT_IF_GROUPINGS)[number];

/** `none`: ended without what it waited for, or never ran: there is no target for it. */
export const WHAT_IF_VERDICTS = ['met', 'missed', 'running', 'none'] as const;
export type WhatIfVerdict = (typeof WHAT_IF_VERDICTS)[number];

export type VerdictCounts = Record<WhatIfVerdict, number>;

/** The runs of one clock, on both sides. */
export interface ClockTally {
  readonly clock: ClockName;
  readonly recorded: VerdictCounts;
  readonly wouldBe: VerdictCounts;
  /** Those whose verdict is another one. */
  flips: number;
}

/** A part of them: those of one team, one priority … */
export interface GroupTally extends ClockTally {
  readonly by: WhatIfGrouping;
  readonly group: string;
}

/** A run whose verdict would be another one. */
export interface Flip {
  readonly name: RetoldName;
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly place: Place;
  readonly was: FlipSide;
  readonly wouldBe: FlipSide;
}

export interface FlipSide extends Partial<Pick<JudgedRun, 'policy'>> {
  readonly verdict: WhatIfVerdict;
  readonly dueAt: number | null;
}

export interface TallyOptions {
  readonly groups: readonly WhatIfGrouping[];
  /** How many flips are kept: those of what began first. */
  readonly flips: number;
  /** Cases of these kinds count, and no subjects; all where it is left out. */
  readonly kinds?: ReadonlySet<string>;
  /** Hears of every flip, kept or not. */
  readonly onFlip?: ((flip: Flip) => void) | undefined;
}

/** Counts cases, subjects and runs of their clocks as they are found. Its size goes by groups and by the flips wanted, not by the log. */
export class Tally {
  /** How many cases there are of each kind … */
  readonly cases = new Map<string, number>();
  /** … and how many subjects. */
  readonly subjects = new Map<string, number>();
  readonly #clocks = new Map<string, ClockTally>();
  readonly #groups = new Map<string, GroupTally>();
  /** In order. */
  readonly #flips: Flip[] = [];

  constructor(private readonly options: TallyOptions) {}

  /** Counts a case or subject itself. */
  count(name: RetoldName, place: Place): void {
    if (!this.#isWanted(name, place)) return;
    const kinds = name.subjectId === null ? this.cases : this.subjects;
    kinds.set(place.kind, (kinds.get(place.kind) ?? 0) + 1);
  }

  /** Counts a run of one of its clocks. */
  add(name: RetoldName, run: ComparedRun): void {
    const { place } = run;
    const { clock } = run.was ?? run.wouldBe ?? {};
    if (clock === undefined || !this.#isWanted(name, place)) return;
    count(this.#clock(clock), run);
    for (const by of this.options.groups) count(this.#group(clock, by, String(place[by])), run);
    if (verdictOf(run.was) !== verdictOf(run.wouldBe)) this.#keep(name, run, clock);
  }

  /** In the order of their names. */
  get clocks(): readonly ClockTally[] {
    return [...this.#clocks.values()].sort((a, b) => compare(a.clock, b.clock));
  }

  /** As asked for, then by group and clock. */
  get groups(): readonly GroupTally[] {
    const { groups } = this.options;
    return [...this.#groups.values()].sort(
      (a, b) =>
        groups.indexOf(a.by) - groups.indexOf(b.by) || compare(a.group, b.group) || compare(a.clock, b.clock),
    );
  }

  /** Those of what began first. */
  get flips(): readonly Flip[] {
    return this.#flips;
  }

  #isWanted({ subjectId }: RetoldName, { kind }: Place): boolean {
    const { kinds } = this.options;
    return kinds === undefined || (subjectId === null && kinds.has(kind));
  }

  #clock(clock: ClockName): ClockTally {
    const known = this.#clocks.get(clock);
    if (known !== undefined) return known;
    const tally: ClockTally = { clock, recorded: none(), wouldBe: none(), flips: 0 };
    this.#clocks.set(clock, tally);
    return tally;
  }

  #group(clock: ClockName, by: WhatIfGrouping, group: string): GroupTally {
    const key = `${by} ${clock} ${group}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const tally: GroupTally = { by, group, clock, recorded: none(), wouldBe: none(), flips: 0 };
    this.#groups.set(key, tally);
    return tally;
  }

  #keep(name: RetoldName, { was, wouldBe, place }: ComparedRun, clock: ClockName): void {
    const { instance = 0, cycle = 0 } = was ?? wouldBe ?? {};
    const flip = { name, clock, instance, cycle, place };
    this.options.onFlip?.({ ...flip, was: sideOf(was), wouldBe: sideOf(wouldBe) });
    const last = this.#flips.at(-1);
    const isFull = this.#flips.length >= this.options.flips;
    if (isFull && (last === undefined || inOrder(last, flip) < 0)) return;
    const at = this.#flips.findLastIndex((one) => inOrder(one, flip) < 0) + 1;
    this.#flips.splice(at, 0, { ...flip, was: sideOf(was), wouldBe: sideOf(wouldBe) });
    if (isFull) this.#flips.pop();
  }
}

const none = (): VerdictCounts => ({ met: 0, missed: 0, running: 0, none: 0 });

const verdictOf = (run: JudgedRun | undefined): WhatIfVerdict => run?.verdict ?? 'none';

function count(tally: ClockTally, { was, wouldBe }: ComparedRun): void {
  const [before, after] = [verdictOf(was), verdictOf(wouldBe)];
  tally.recorded[before]++;
  tally.wouldBe[after]++;
  if (before !== after) tally.flips++;
}

const sideOf = (run: JudgedRun | undefined): FlipSide => ({
  verdict: verdictOf(run),
  dueAt: run?.dueAt() ?? null,
  ...(run === undefined ? {} : { policy: run.policy }),
});

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

const inOrder = (a: Omit<Flip, 'was' | 'wouldBe'>, b: Omit<Flip, 'was' | 'wouldBe'>): number =>
  a.name.begunAt - b.name.begunAt ||
  compare(idOf(a.name), idOf(b.name)) ||
  compare(a.clock, b.clock) ||
  a.instance - b.instance;

const idOf = ({ subjectId, complaintId }: RetoldName): string => subjectId ?? complaintId ?? '';

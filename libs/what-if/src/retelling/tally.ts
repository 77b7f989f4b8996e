import type { JudgedRun } from '@redress/clocks';
import type { ClockName } from '@redress/sla';
import type { ComparedRun, Place, RetoldCase } from './retold-case';

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
  readonly retold: Pick<RetoldCase, 'complaintId' | 'reference' | 'registeredAt'>;
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
  /** How many flips are kept: those of the cases registered first. */
  readonly flips: number;
  /** The kinds of case that count; all where it is left out. */
  readonly kinds?: ReadonlySet<string>;
}

/** Counts runs of clocks as they are found. Its size goes by groups and by the flips wanted, not by cases. */
export class Tally {
  readonly #clocks = new Map<string, ClockTally>();
  readonly #groups = new Map<string, GroupTally>();
  /** In order. */
  readonly #flips: Flip[] = [];

  constructor(private readonly options: TallyOptions) {}

  add(retold: Flip['retold'], run: ComparedRun): void {
    const { place } = run;
    const { clock } = run.was ?? run.wouldBe ?? {};
    if (clock === undefined || this.options.kinds?.has(place.kind) === false) return;
    count(this.#clock(clock), run);
    for (const by of this.options.groups) count(this.#group(clock, by, String(place[by])), run);
    if (verdictOf(run.was) !== verdictOf(run.wouldBe)) this.#keep(retold, run, clock);
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

  /** Those of the cases registered first. */
  get flips(): readonly Flip[] {
    return this.#flips;
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

  #keep(retold: Flip['retold'], { was, wouldBe, place }: ComparedRun, clock: ClockName): void {
    const { complaintId, reference, registeredAt } = retold;
    const { instance = 0, cycle = 0 } = was ?? wouldBe ?? {};
    const name = { retold: { complaintId, reference, registeredAt }, clock, instance, cycle, place };
    const last = this.#flips.at(-1);
    const isFull = this.#flips.length >= this.options.flips;
    if (isFull && (last === undefined || inOrder(last, name) < 0)) return;
    const at = this.#flips.findLastIndex((one) => inOrder(one, name) < 0) + 1;
    this.#flips.splice(at, 0, { ...name, was: sideOf(was), wouldBe: sideOf(wouldBe) });
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
  a.retold.registeredAt - b.retold.registeredAt ||
  compare(a.retold.complaintId, b.retold.complaintId) ||
  compare(a.clock, b.clock) ||
  a.instance - b.instance;

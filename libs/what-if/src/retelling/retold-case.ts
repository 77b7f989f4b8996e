import { RetoldClocks, type JudgedRun, type SharedTargets } from '@redress/clocks';
import { toldCase, type CaseInView, type ComplaintRegistered } from '@redress/complaints';
import type { EpochMs, Recorded, RecordedEvent } from '@redress/kernel';
import { RESOLUTION_EVENT_TYPES, resolutionSignals, type ResolutionEvent } from '@redress/resolutions';
import type { PolicyBook } from '@redress/sla';

const CASE = toldCase<ResolutionEvent>({ types: RESOLUTION_EVENT_TYPES, signalsOf: resolutionSignals });

/** Where a run of a clock is filed: at its end, or now while it goes. */
export interface Place {
  readonly kind: string;
  readonly category: string;
  readonly tier: string;
  readonly priority: number;
  readonly team: string;
}

/** One run of a clock, as it is on record and as it would be. Undefined where there is no such run: no target. */
export interface ComparedRun {
  readonly was: JudgedRun | undefined;
  readonly wouldBe: JudgedRun | undefined;
  readonly place: Place;
}

/** A case whose clocks are told once more. */
export class RetoldCase {
  readonly complaintId: string;
  /** Its number in an outside system. */
  readonly reference: string | null;
  readonly registeredAt: EpochMs;
  readonly #clocks: RetoldClocks<ReturnType<typeof CASE.evolve>, Parameters<typeof CASE.evolve>[1]>;
  /** Where the runs are filed that have ended, in their order. */
  readonly #filed: { readonly recorded: Place[]; readonly wouldBe: Place[] } = { recorded: [], wouldBe: [] };
  #filedCount = 0;
  /** What was given away already. */
  #taken: ReadonlySet<string> | undefined;

  /** @param targets shared with the cases that are told beside it */
  constructor(
    { data, occurredAt }: Recorded<ComplaintRegistered>,
    policies: PolicyBook,
    targets: SharedTargets,
  ) {
    this.complaintId = data.complaintId;
    this.reference = data.reference ?? null;
    this.registeredAt = occurredAt;
    this.#clocks = new RetoldClocks(CASE, policies, targets);
  }

  /** Tells the next append to its stream, the registration first. Throws SlaErrors `policy-unknown` and `calendar-unknown`. */
  tell(append: readonly RecordedEvent[]): void {
    this.#clocks.tell(append);
    if (this.#clocks.endedCount > this.#filedCount) this.#file();
  }

  /** Whether nothing about its clocks can change any more, unless it is reopened. */
  get isOver(): boolean {
    if (this.#clocks.isGoing) return false;
    const standing = this.#inView?.standing;
    return standing !== undefined && !GOING.has(standing);
  }

  /** Where it is filed now. */
  get place(): Place | undefined {
    return placeOf(this.#inView);
  }

  /** Whether it was given away before, and has been reopened since. */
  get isAgain(): boolean {
    return this.#taken !== undefined;
  }

  /** The runs that were not given away before. */
  takeRuns(asOf: EpochMs): readonly ComparedRun[] {
    const recorded = this.#clocks.recorded(asOf).map((run, n) => ({ run, place: this.#filed.recorded[n] }));
    const would = this.#clocks.wouldBe(asOf).map((run, n) => ({ run, place: this.#filed.wouldBe[n] }));
    const pairs = paired(recorded, would);
    const now = this.place;
    const fresh = [...pairs].filter(([name]) => this.#taken?.has(name) !== true);
    this.#taken = new Set([...(this.#taken ?? []), ...pairs.keys()]);
    return fresh.flatMap(([, runs]) =>
      runs.flatMap(({ was, wouldBe }): ComparedRun[] => {
        const place = was?.place ?? wouldBe?.place ?? now;
        return place === undefined ? [] : [{ was: was?.run, wouldBe: wouldBe?.run, place }];
      }),
    );
  }

  get #inView(): CaseInView | undefined {
    return CASE.inView(this.#clocks.subject);
  }

  #file(): void {
    const { place } = this;
    if (place === undefined) return;
    this.#clocks.eachEnded((side, n) => (this.#filed[side][n] ??= place));
    this.#filedCount = this.#clocks.endedCount;
  }
}

const GOING: ReadonlySet<string> = new Set(['open', 'waiting', 'resolved']);

function placeOf(inView: CaseInView | undefined): Place | undefined {
  if (inView === undefined) return undefined;
  const { team, priority, subject } = inView;
  return { kind: subject.kind, category: subject.category, tier: subject.tier, priority, team };
}

/** A run, and where it is filed. */
interface FiledRun {
  readonly run: JudgedRun;
  readonly place: Place | undefined;
}

interface Pair {
  readonly was: FiledRun | undefined;
  readonly wouldBe: FiledRun | undefined;
}

/**
 * The runs that are the same one on both sides: of the same clock, in the same cycle, from the same start. Where there are several such (a
 * clock that lost its target and was given one again) the last are alike.
 */
function paired(
  recorded: readonly FiledRun[],
  wouldBe: readonly FiledRun[],
): ReadonlyMap<string, readonly Pair[]> {
  const sides = [groupedByStart(recorded), groupedByStart(wouldBe)] as const;
  const names = new Set([...sides[0].keys(), ...sides[1].keys()]);
  return new Map(
    [...names].map((name) => {
      const [was = [], would = []] = sides.map((side) => side.get(name));
      const length = Math.max(was.length, would.length);
      const pairs = Array.from({ length }, (_, n): Pair => ({
        was: was.at(-1 - n),
        wouldBe: would.at(-1 - n),
      }));
      return [name, pairs];
    }),
  );
}

function groupedByStart(runs: readonly FiledRun[]): ReadonlyMap<string, readonly FiledRun[]> {
  const groups = new Map<string, FiledRun[]>();
  for (const filed of runs) {
    const { clock, cycle, startedAt } = filed.run;
    const name = `${clock} ${String(cycle)} ${String(startedAt)}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [filed]);
    else group.push(filed);
  }
  return groups;
}

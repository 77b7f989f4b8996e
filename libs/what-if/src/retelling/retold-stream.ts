import {
  RetoldClocks,
  type JudgedRun,
  type RunsJudgedAs,
  type SharedTargets,
  type ToldSubject,
} from '@redress/clocks';
import type { DomainEvent, EpochMs, RecordedEvent } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { pairedRuns, type FiledRun } from './paired-runs';
import type { Place } from './place';

/** One run of a clock, as it is on record and as it would be. Undefined where there is no such run: no target. */
export interface ComparedRun {
  readonly was: JudgedRun | undefined;
  readonly wouldBe: JudgedRun | undefined;
  readonly place: Place;
}

/** Whose clocks they are. */
export interface RetoldName {
  /** Null: those of a case itself. */
  readonly subjectId: string | null;
  /** The case; of a subject the one that it belongs to, null where it stands by itself. */
  readonly complaintId: string | null;
  /** The number of the case in an outside system. */
  readonly reference: string | null;
  /** When the case was registered, or the subject opened. */
  readonly begunAt: EpochMs;
}

/** What has clocks, and what is to be known of it beside them. */
export interface Retellable<State, Event extends DomainEvent> extends ToldSubject<State, Event> {
  /** Where it is filed in a state; undefined before its first fact. */
  placeOf(state: State): Place | undefined;
  /** Whether nothing more happens to it, unless it is reopened. */
  hasEnded(state: State): boolean;
}

/** A case or a subject whose clocks are told once more. */
export class RetoldStream<State, Event extends DomainEvent> {
  readonly #clocks: RetoldClocks<State, Event>;
  /** Where the runs are filed that have ended, in their order. */
  readonly #filed: { readonly recorded: Place[]; readonly wouldBe: Place[] } = { recorded: [], wouldBe: [] };
  #filedCount = 0;
  /** What was given away already. */
  #taken: ReadonlySet<string> | undefined;

  /** @param targets shared with those that are told beside it */
  constructor(
    readonly name: RetoldName,
    private readonly retellable: Retellable<State, Event>,
    policies: PolicyBook,
    targets: SharedTargets,
  ) {
    this.#clocks = new RetoldClocks(retellable, policies, targets);
  }

  /** Tells the next append to its stream, the first one first. Throws SlaErrors `policy-unknown` and `calendar-unknown`. */
  tell(append: readonly RecordedEvent[]): void {
    this.#clocks.tell(append);
    if (this.#clocks.endedCount > this.#filedCount) this.#file();
  }

  /** Whether nothing about its clocks can change any more, unless it is reopened. */
  get isOver(): boolean {
    return this.retellable.hasEnded(this.#clocks.subject) && !this.#clocks.isGoing;
  }

  /** Where it is filed now. */
  get place(): Place | undefined {
    return this.retellable.placeOf(this.#clocks.subject);
  }

  /** Whether it was given away before, and has been reopened since. */
  get isAgain(): boolean {
    return this.#taken !== undefined;
  }

  /** The runs that were not given away before. */
  takeRuns(asOf: EpochMs, as: RunsJudgedAs): readonly ComparedRun[] {
    const filed = (runs: readonly JudgedRun[], side: 'recorded' | 'wouldBe'): readonly FiledRun[] =>
      runs.map((run, n) => ({ run, place: this.#filed[side][n] }));
    const pairs = pairedRuns(
      filed(this.#clocks.recorded(asOf, as), 'recorded'),
      filed(this.#clocks.wouldBe(asOf, as), 'wouldBe'),
    );
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

  #file(): void {
    const { place } = this;
    if (place === undefined) return;
    this.#clocks.eachEnded((side, n) => (this.#filed[side][n] ??= place));
    this.#filedCount = this.#clocks.endedCount;
  }
}

/** A case or a subject; what its state is made of is nobody else's business. */
export type Retold = Pick<
  RetoldStream<never, never>,
  'name' | 'tell' | 'isOver' | 'place' | 'isAgain' | 'takeRuns'
>;

import { fromIso, type DomainEvent, type EpochMs, type RecordedEvent } from '@redress/kernel';
import type { PolicyBook } from '@redress/sla';
import { evolveClocks, isGoing, NO_CLOCKS, type ClockLedger } from '../domain/clock-ledger';
import { withClockFacts, type Clocked, type ClockedSubject } from '../domain/with-clocks';
import { isClockEvent } from '../events';
import { judgeRuns, noticed, type JudgedRun, type RunsJudgedAs } from './judged-run';
import type { SharedTargets } from './shared-targets';

/** A subject whose facts can be told once more; what its state is made of is nobody else's business. */
export interface ToldSubject<State, Event extends DomainEvent> extends ClockedSubject<State, Event> {
  readonly initial: State;
  /** The types of its facts; others on its stream are none of its business. */
  readonly types: ReadonlySet<string>;
}

/**
 * The clocks of one stream twice: as they are on record, and as they would be had other policies chosen their targets. The second are kept
 * by the very code that keeps them when a command is decided, told the facts of the subject once more.
 *
 * Whoever looked saw what was due then: where it is on record that something was noticed, the others are looked at as far. So the policies
 * that did choose the targets give what is on record, late facts included.
 */
export class RetoldClocks<State, Event extends DomainEvent> {
  #wouldBe: Clocked<State>;
  #recorded: ClockLedger = NO_CLOCKS;

  /** @param targets shared with those that are told beside it */
  constructor(
    private readonly told: ToldSubject<State, Event>,
    private readonly policies: PolicyBook,
    private readonly targets: SharedTargets,
  ) {
    this.#wouldBe = { subject: told.initial, clocks: NO_CLOCKS };
  }

  /** The state of the subject after what was told. */
  get subject(): State {
    return this.#wouldBe.subject;
  }

  /** Tells the next events of the stream: those of one append. Throws what the policies throw, and SlaError `calendar-unknown`. */
  tell(append: readonly RecordedEvent[]): void {
    const facts: Event[] = [];
    let now = 0;
    for (const event of append) {
      if (isClockEvent(event)) {
        // What is noticed after a fact of the same append follows from it.
        if (facts.length === 0) this.#notice(event);
        this.#recorded = evolveClocks(this.#recorded, this.targets.share(event));
      } else if (this.told.types.has(event.type)) {
        facts.push(event as DomainEvent as Event);
        now = event.recordedAt;
      }
    }
    if (facts.length === 0) return;
    const { told, policies } = this;
    this.#wouldBe = withClockFacts(told, facts, this.#wouldBe, { now, policies }).state;
  }

  /** Whether a clock still waits for its stop, on record or otherwise. */
  get isGoing(): boolean {
    return this.#recorded.runs.some(isGoing) || this.#wouldBe.clocks.runs.some(isGoing);
  }

  /** How many runs have ended, on both sides together. */
  get endedCount(): number {
    return endedOf(this.#recorded) + endedOf(this.#wouldBe.clocks);
  }

  /** Tells the places of the runs that have ended among all runs of their side. */
  eachEnded(tell: (side: 'recorded' | 'wouldBe', place: number) => void): void {
    this.#recorded.runs.forEach((run, place) => {
      if (!isGoing(run)) tell('recorded', place);
    });
    this.#wouldBe.clocks.runs.forEach((run, place) => {
      if (!isGoing(run)) tell('wouldBe', place);
    });
  }

  /**
   * Every run as it is on record, in the order in which they were started, with what has fallen due before `asOf` and waits to be noticed.
   */
  recorded(asOf: EpochMs, as: RunsJudgedAs = 'judged'): readonly JudgedRun[] {
    return judgeRuns(this.#recorded, asOf, as);
  }

  /** Every run as it would be. */
  wouldBe(asOf: EpochMs, as: RunsJudgedAs = 'judged'): readonly JudgedRun[] {
    return judgeRuns(this.#wouldBe.clocks, asOf, as);
  }

  #notice({ data }: RecordedEvent): void {
    const { dueAt, detectedAt } = data as { readonly dueAt?: string | null; readonly detectedAt?: string };
    if (detectedAt === undefined || typeof dueAt !== 'string') return;
    this.#wouldBe = { ...this.#wouldBe, clocks: noticed(this.#wouldBe.clocks, fromIso(dueAt) + 1) };
  }
}

const endedOf = ({ runs }: ClockLedger): number =>
  runs.reduce((count, run) => (isGoing(run) ? count : count + 1), 0);

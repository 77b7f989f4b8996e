import type { ClockEvent } from '../events';
import { evolveClocks, isGoing, type ClockLedger, type ClockRun } from './clock-ledger';

/** What names a run in its facts. */
export const identity = ({ clock, instance, cycle }: ClockRun) => ({ clock, instance, cycle });

/** Collects facts and keeps the ledger up to them. */
export class LedgerDraft {
  readonly facts: ClockEvent[] = [];

  constructor(public ledger: ClockLedger) {}

  add(fact: ClockEvent): void {
    this.facts.push(fact);
    this.ledger = evolveClocks(this.ledger, fact);
  }

  get going(): readonly ClockRun[] {
    return this.ledger.runs.filter(isGoing);
  }
}

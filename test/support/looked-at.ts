import { toIso, type EpochMs } from '@redress/kernel';
import { evolveClocks, verdictOf, type ClockLedger } from '../../libs/clocks/src/domain/clock-ledger';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';

/** The clocks of a stream after somebody has looked: with all that fell due before an instant on record. */
export const lookedAt = (clocks: ClockLedger, before: EpochMs): ClockLedger =>
  dueFacts(clocks, before, before).reduce(evolveClocks, clocks);

/** What is to be said of each clock by all that is known by an instant, in whatever order they were started. */
export const knownVerdicts = (clocks: ClockLedger, before: EpochMs): readonly string[] =>
  lookedAt(clocks, before)
    .runs.map((run) => `${run.clock} of ${String(run.cycle)} from ${toIso(run.startedAt)}: ${verdictOf(run)}`)
    .toSorted();

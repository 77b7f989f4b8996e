export * from './events';
export * from './reassessment-events';
export { withEscalations, type ClockStreamEvent } from './domain/escalations';
export { clockWords, type Words } from './clock-words';
export { reassessDecider, type Reassessment, type SubjectReader } from './domain/judge-again';
export { clockConsequence } from './domain/clock-consequence';
export type { ClockSignal, OccurredFact } from './domain/clock-signal';
export { signalsByPlan, type ClockPlan } from './domain/clock-plan';
export { withClocks, type Clocked, type ClockedCommand, type ClocksInView } from './domain/with-clocks';
export { ClocksModule } from './clocks.module';
export { dueMarks } from './due-marks/due-marks.projection';
export { RecordDueMarks } from './record-due-marks/record-due-marks.command';
export { Timekeeper } from './timekeeper/timekeeper';
export {
  explainClock,
  type ExplainedClock,
  type ExplainedEdge,
  type ExplainedMark,
} from './explain-clock/explain-clock';
export { reassessStream } from './reassess-stream';
export { recordedClocks, type RecordedClock } from './recorded-clocks';
export {
  changedByClockFact,
  CLOCK_STATES,
  GOING_STATES,
  isGoing,
  STANDING_CLOCK_COLUMNS,
  type ClockState,
  type StandingClock,
} from './standing-clock/standing-clock';
export { RUNS_JUDGED_AS, type JudgedRun, type RunsJudgedAs } from './retold-clocks/judged-run';
export { RetoldClocks, type ToldSubject } from './retold-clocks/retold-clocks';
export { SharedTargets } from './retold-clocks/shared-targets';

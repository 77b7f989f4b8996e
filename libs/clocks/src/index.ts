export * from './events';
export { clockConsequence } from './domain/clock-consequence';
export type { ClockSignal } from './domain/keep-clocks';
export { withClocks, type Clocked, type ClockedCommand, type ClocksInView } from './domain/with-clocks';
export { ClocksModule } from './clocks.module';
export { dueMarks } from './due-marks/due-marks.projection';
export { RecordDueMarks } from './record-due-marks/record-due-marks.command';
export { Timekeeper } from './timekeeper/timekeeper';
export { explainClock, type ExplainedClock, type ExplainedEdge } from './explain-clock/explain-clock';

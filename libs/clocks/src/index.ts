export * from './events';
export { clockConsequence } from './domain/clock-consequence';
export type { ClockSignal } from './domain/keep-clocks';
export { withClocks, type Clocked, type ClockedCommand } from './domain/with-clocks';

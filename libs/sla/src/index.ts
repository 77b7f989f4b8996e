export * from './calendar';
export * from './duration';
export type { EpochMs, Interval } from './interval';
export * from './policy';
export * from './sla-error';
export * from './timing';

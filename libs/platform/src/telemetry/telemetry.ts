/** What a process tells about itself. */
export interface Telemetry {
  /** All its metrics as they stand, in the text format of Prometheus. */
  metricsText(): Promise<string>;
  /** Pushes what has not been pushed yet, where there is a collector to push to. Takes two seconds at most, and never throws. */
  stop(): Promise<void>;
}

/** Nest token of the Telemetry of the process. */
export const TELEMETRY = Symbol('Telemetry');

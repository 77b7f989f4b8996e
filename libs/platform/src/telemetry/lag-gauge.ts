import { metrics, type ObservableGauge } from '@opentelemetry/api';
import { INSTRUMENTATION_NAME } from '@redress/kernel';

/** A gauge of how far behind something is, in seconds. */
export const lagGauge = (what: string, description: string): ObservableGauge =>
  metrics
    .getMeter(INSTRUMENTATION_NAME)
    .createObservableGauge(`redress.${what}.lag`, { description, unit: 's' });

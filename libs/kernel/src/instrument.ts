import { metrics, type Meter, type MeterProvider } from '@opentelemetry/api';

/** The meter and tracer of all that Redress measures about itself. */
export const INSTRUMENTATION_NAME = 'redress';

/**
 * An instrument to count or measure with, where the fact arises: made when it is first used, and anew once telemetry was started or started
 * again. An instrument that is made before stays mute for ever, since OpenTelemetry exchanges no meters. Without telemetry it does nothing.
 * Attributes are few words of ours: never an id, a path or anything of a person.
 */
export function instrument<Instrument>(make: (meter: Meter) => Instrument): () => Instrument {
  let made: { readonly by: MeterProvider; readonly instrument: Instrument } | undefined;
  return () => {
    const by = metrics.getMeterProvider();
    if (made?.by !== by) made = { by, instrument: make(by.getMeter(INSTRUMENTATION_NAME)) };
    return made.instrument;
  };
}

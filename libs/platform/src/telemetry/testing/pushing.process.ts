import { metrics, trace } from '@opentelemetry/api';
import { startTelemetry } from '../start-telemetry';

/** Has something to push to the collector given, and nothing else to do; with `stop` it stops the telemetry too. */
const [, , otlpEndpoint = '', then] = process.argv;
const telemetry = startTelemetry({ service: 'redress-spec', instance: '1', otlpEndpoint });
metrics.getMeter('spec').createCounter('spec.count').add(1);
// As many as are pushed at once, without waiting for the next time.
for (let n = 0; n < 600; n++) trace.getTracer('spec').startSpan('spec').end();
const began = performance.now();
if (then === 'stop')
  void telemetry.stop().then(() => {
    process.stdout.write(`stopped after ${String(Math.round(performance.now() - began))} ms\n`);
  });
process.once('exit', () => {
  process.stdout.write(`ended after ${String(Math.round(performance.now() - began))} ms\n`);
});

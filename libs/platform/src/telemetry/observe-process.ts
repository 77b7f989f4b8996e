import type { MeterProvider } from '@opentelemetry/sdk-metrics';
import { INSTRUMENTATION_NAME } from '@redress/kernel';

const US_PER_S = 1_000_000;

/** Shows what the process takes of the machine, under the names that OpenTelemetry has for it. */
export function observeProcess(provider: MeterProvider): void {
  const meter = provider.getMeter(INSTRUMENTATION_NAME);
  meter
    .createObservableCounter('process.cpu.time', {
      description: 'Processor time that the process has taken',
      unit: 's',
    })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / US_PER_S, { 'cpu.mode': 'user' });
      result.observe(system / US_PER_S, { 'cpu.mode': 'system' });
    });
  meter
    .createObservableGauge('v8js.memory.heap.used', {
      description: 'Memory that JavaScript objects take',
      unit: 'By',
    })
    .addCallback((result) => {
      result.observe(process.memoryUsage().heapUsed);
    });
}

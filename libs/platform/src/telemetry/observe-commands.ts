import { SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { Module } from '@nestjs/common';
import { CommandBus, CqrsModule, type AsyncContext, type ICommand } from '@nestjs/cqrs';
import { DomainError, instrument, INSTRUMENTATION_NAME } from '@redress/kernel';

type Outcome = 'ok' | 'refused' | 'failed';

const durations = instrument((meter) =>
  meter.createHistogram('redress.command.duration', {
    description: 'What a command took, from the bus to its outcome on record',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    },
  }),
);

const observed = new WeakSet<CommandBus>();

/** Measures every command that goes over a bus, and gives it a span. Once: a second call changes nothing. */
export function observeCommands(bus: CommandBus): void {
  if (observed.has(bus)) return;
  observed.add(bus);
  // The bus tells when a command is sent and not what becomes of it, so its one way in is replaced.
  const execute: (command: ICommand, context?: AsyncContext) => Promise<unknown> = bus.execute.bind(bus);
  bus.execute = <Result>(command: ICommand, context?: AsyncContext) =>
    measure(command, () => execute(command, context)) as Promise<Result>;
}

/** Measures the commands of the module that imports it. */
@Module({ imports: [CqrsModule] })
export class CommandTelemetryModule {
  constructor(bus: CommandBus) {
    observeCommands(bus);
  }
}

async function measure(command: ICommand, run: () => Promise<unknown>): Promise<unknown> {
  const name = nameOf(command);
  const began = performance.now();
  return trace.getTracer(INSTRUMENTATION_NAME).startActiveSpan(name, async (span) => {
    let outcome: Outcome = 'ok';
    if (span.isRecording()) span.setAttributes(originAttributes(command));
    try {
      return await run();
    } catch (error) {
      outcome = error instanceof DomainError && error.kind !== 'unavailable' ? 'refused' : 'failed';
      noteError(span, outcome, error);
      throw error;
    } finally {
      durations().record((performance.now() - began) / 1000, { command: name, outcome });
      span.setAttribute('redress.outcome', outcome).end();
    }
  });
}

/**
 * What a command is called where it is counted: a change by what it changes (`ResolveComplaint`), any other by its class. Both are words of
 * the code, so there are only so many.
 */
function nameOf(command: ICommand): string {
  if ('change' in command && typeof command.change === 'object' && command.change !== null) {
    if ('type' in command.change && typeof command.change.type === 'string') return command.change.type;
  }
  return command.constructor.name;
}

/** What leads from a span to the events: they carry the same ids. */
function originAttributes(command: ICommand): Record<string, string> {
  if (!('origin' in command) || typeof command.origin !== 'object' || command.origin === null) return {};
  const { origin } = command;
  return {
    ...('correlationId' in origin && typeof origin.correlationId === 'string'
      ? { 'redress.correlation_id': origin.correlationId }
      : {}),
    ...('commandId' in origin && typeof origin.commandId === 'string'
      ? { 'redress.command_id': origin.commandId }
      : {}),
  };
}

/** The code of a refusal, the class of a failure: messages stay in the log, where they are washed. */
function noteError(span: Span, outcome: Outcome, error: unknown): void {
  if (error instanceof DomainError) span.setAttribute('error.type', error.code);
  else if (error instanceof Error) span.setAttribute('error.type', error.name);
  if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
}

import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Command, CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '@redress/kernel';
import { metricValue, readMetrics } from '@redress/testing';
import { CommandTelemetryModule, observeCommands, startTelemetry, type Telemetry } from '.';
import { startCollector, type Collector } from './testing/collector';

class RegisterEcho extends Command<string> {
  constructor(
    readonly then: () => string,
    readonly origin = { commandId: 'command-1', correlationId: 'correlation-1' },
  ) {
    super();
  }
}

class ChangeEcho extends Command<string> {
  constructor(readonly change: { readonly type: 'CloseEcho' | 'ReopenEcho' }) {
    super();
  }
}

@CommandHandler(RegisterEcho)
class RegisterEchoHandler implements ICommandHandler<RegisterEcho> {
  execute({ then }: RegisterEcho): Promise<string> {
    return Promise.resolve().then(then);
  }
}

@CommandHandler(ChangeEcho)
class ChangeEchoHandler implements ICommandHandler<ChangeEcho> {
  execute({ change }: ChangeEcho): Promise<string> {
    return Promise.resolve(change.type);
  }
}

@Module({
  imports: [CqrsModule.forRoot(), CommandTelemetryModule],
  providers: [RegisterEchoHandler, ChangeEchoHandler],
})
class EchoModule {}

describe('a command', () => {
  let collector: Collector;
  let telemetry: Telemetry;
  let app: INestApplicationContext;
  let bus: CommandBus;

  beforeAll(async () => {
    collector = await startCollector();
    telemetry = startTelemetry({ service: 'redress-spec', instance: 'one', otlpEndpoint: collector.url });
    app = await NestFactory.createApplicationContext(EchoModule, { logger: false });
    bus = app.get(CommandBus);
  });
  afterAll(async () => {
    await app.close();
    await telemetry.stop();
    await collector.stop();
  });

  const count = async (command: string, outcome: string): Promise<number | undefined> =>
    metricValue(readMetrics(await telemetry.metricsText()), 'redress_command_duration_seconds_count', {
      command,
      outcome,
    });

  it('that is done is measured, and its sender gets what it led to', async () => {
    expect(await bus.execute(new RegisterEcho(() => 'done'))).toBe('done');
    expect(await count('RegisterEcho', 'ok')).toBe(1);
  });

  it('that the domain refuses is told from one that failed', async () => {
    const refusal = new DomainError('illegal', 'not-so', 'It is not so.');
    const refuse = (error: Error) =>
      bus.execute(
        new RegisterEcho(() => {
          throw error;
        }),
      );
    await expect(refuse(refusal)).rejects.toBe(refusal);
    await expect(refuse(new RangeError('broken'))).rejects.toThrow('broken');
    await expect(refuse(new DomainError('unavailable', 'not-now', 'Not now.'))).rejects.toThrow('Not now.');
    expect(await count('RegisterEcho', 'refused')).toBe(1);
    expect(await count('RegisterEcho', 'failed')).toBe(2);
  });

  it('that changes something is called by what it changes', async () => {
    await bus.execute(new ChangeEcho({ type: 'CloseEcho' }));
    await bus.execute(new ChangeEcho({ type: 'ReopenEcho' }));
    expect(await count('CloseEcho', 'ok')).toBe(1);
    expect(await count('ReopenEcho', 'ok')).toBe(1);
    expect(await count('ChangeEcho', 'ok')).toBeUndefined();
  });

  it('is measured once, however often its bus is observed', async () => {
    observeCommands(bus);
    const before = (await count('RegisterEcho', 'ok')) ?? 0;
    await bus.execute(new RegisterEcho(() => 'done'));
    expect(await count('RegisterEcho', 'ok')).toBe(before + 1);
  });

  it('has a span that leads to its events', async () => {
    await telemetry.stop();
    const attributesOf = (outcome: string) =>
      collector
        .spans()
        .map(({ attributes }) =>
          Object.fromEntries(attributes.map(({ key, value }) => [key, value['stringValue']])),
        )
        .find((attributes) => attributes['redress.outcome'] === outcome);
    expect(attributesOf('ok')).toMatchObject({
      'redress.correlation_id': 'correlation-1',
      'redress.command_id': 'command-1',
    });
    expect(attributesOf('refused')).toMatchObject({ 'error.type': 'not-so' });
    expect(attributesOf('failed')).toMatchObject({ 'error.type': 'RangeError' });
  });
});

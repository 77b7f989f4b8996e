import { Logger as NestLogger } from '@nestjs/common';
import { DomainError } from '@redress/kernel';
import { send, startEcho, type RunningEcho } from '../http/test-app/start-echo';
import { createLogger, Logger, loggableError, loggingModule } from '.';

const lines: Record<string, unknown>[] = [];
let echo: RunningEcho;

const logger = createLogger({
  level: 'info',
  destination: { write: (text) => lines.push(JSON.parse(text) as Record<string, unknown>) },
});

beforeAll(async () => {
  echo = await startEcho({ logger }, [loggingModule(logger)]);
  echo.app.useLogger(echo.app.get(Logger));
});

beforeEach(() => (lines.length = 0));

afterAll(() => echo.app.close());

/** Sends a request under a correlation id of its own, and gives the log lines that carry it. */
async function linesOf(path: string, options: Parameters<typeof send>[1] = {}) {
  const answer = await send(`${echo.url}${path}`, options);
  const correlationId = answer.headers.get('x-correlation-id');
  await answer.text();
  // The line of an answer is written after its last byte; that of the next request comes after it.
  await send(`${echo.url}/v1/nowhere`, {});
  return lines.filter((line) => line['correlationId'] === correlationId);
}

describe('a request', () => {
  it('is one line: method, route, status, time, correlation id', async () => {
    const [line, ...more] = await linesOf('/v1/echoes/e1/close', { role: 'supervisor', method: 'POST' });
    expect(more).toEqual([]);
    expect(line).toMatchObject({ level: 'info', method: 'POST', route: '/v1/echoes/:id/close', status: 200 });
    expect(line?.['ms']).toEqual(expect.any(Number));
    expect(line?.['time']).toMatch(/Z$/);
  });

  it('gives its correlation id to every line that is written on its behalf, also later', async () => {
    echo.script.next = async () => {
      new NestLogger('Feature').log('at once');
      await new Promise(setImmediate);
      new NestLogger('Feature').warn('later');
      return {};
    };
    const written = await linesOf('/v1/echoes/scripted');
    expect(written.map(({ msg, context }) => [msg, context])).toEqual([
      ['at once', 'Feature'],
      ['later', 'Feature'],
      ['answered', undefined],
    ]);
  });

  it('keeps the ids of requests at the same time apart', async () => {
    echo.script.next = async () => {
      await new Promise(setImmediate);
      new NestLogger('Feature').log('mine');
      return {};
    };
    await Promise.all(Array.from({ length: 20 }, () => send(`${echo.url}/v1/echoes/scripted`, {})));
    const ids = lines.filter(({ msg }) => msg === 'mine').map((line) => line['correlationId']);
    expect(new Set(ids).size).toBe(20);
  });

  it('says nothing of body, query, path values and token', async () => {
    const secrets = ['13800138000', 'Zhang San', 'agent+supervisor'];
    await linesOf('/v1/echoes?phone=13800138000', { role: 'agent+supervisor' });
    await linesOf('/v1/echoes', { role: 'agent+supervisor', body: { customerId: 'c1', note: 'Zhang San' } });
    await linesOf('/v1/echoes', { role: 'agent+supervisor', body: { customerId: 'Zhang San' } });
    await linesOf('/v1/echoes', { role: 'agent+supervisor', body: '{"Zhang San"' });
    await linesOf('/v1/nowhere/13800138000');
    await linesOf('/v1/echoes/13800138000/close', { role: 'agent+supervisor', method: 'POST' });
    expect(lines.length).toBeGreaterThan(6);
    for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
  });
});

describe('a failure', () => {
  it('of ours is logged with its stack and causes', async () => {
    echo.script.next = () => {
      throw new Error('broken', { cause: new TypeError('deeper') });
    };
    const [failure, answered] = await linesOf('/v1/echoes/scripted');
    expect(failure).toMatchObject({
      level: 'error',
      err: {
        type: 'Error',
        message: 'broken',
        stack: expect.stringContaining('logging.spec') as unknown,
        cause: { message: 'deeper' },
      },
    });
    expect(answered).toMatchObject({ level: 'warn', status: 500 });
  });

  it('that passes is a warning with what was out of reach', async () => {
    echo.script.next = () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    };
    const [failure] = await linesOf('/v1/echoes/scripted');
    expect(failure).toMatchObject({ level: 'warn', code: 'unavailable', err: { code: 'ECONNREFUSED' } });
  });

  it('of the client is no line of its own', async () => {
    echo.script.next = () => {
      throw new DomainError('illegal', 'not-so', 'It is not so.');
    };
    expect((await linesOf('/v1/echoes/scripted')).map(({ msg }) => msg)).toEqual(['answered']);
  });
});

describe('an error in a log', () => {
  it('of the database keeps the SQLSTATE and our own names, and no value', () => {
    const error = Object.assign(new Error('duplicate key value violates "phones_pkey": Zhang'), {
      severity: 'ERROR',
      code: '23505',
      detail: 'Key (phone)=(13800138000) already exists.',
      table: 'phones',
      constraint: 'phones_pkey',
      routine: '_bt_check_unique',
    });
    const logged = loggableError(new Error('outer', { cause: error }));
    expect(logged.cause).toMatchObject({
      message: 'refused by the database',
      code: '23505',
      where: 'table phones, constraint phones_pkey, routine _bt_check_unique',
    });
    expect(JSON.stringify(logged)).not.toMatch(/Zhang|13800138000/);
  });

  it('ends, however its causes go round', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(loggableError(error)).match(/"round"/g)).toHaveLength(6);
  });
});

import { DomainError, type RefusalKind } from '@redress/kernel';
import { NotFoundException } from '@nestjs/common';
import { BODY_LIMIT_BYTES } from './fastify-adapter';
import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;

beforeAll(async () => {
  echo = await startEcho();
});

afterAll(() => echo.app.close());

/** Sends a body as an agent, and gives the problem. */
const refusalOf = async (body: unknown, headers: Record<string, string> = {}) =>
  problemOf(await send(`${echo.url}/v1/echoes`, { role: 'agent', body, headers }));

/** Lets a route throw, and gives the answer. */
const thrown = (what: unknown): Promise<Response> => {
  echo.script.next = () => {
    throw what;
  };
  return send(`${echo.url}/v1/echoes/scripted`, {});
};

describe('a refusal in the words of the domain', () => {
  const statuses: [RefusalKind, number][] = [
    ['invalid', 422],
    ['illegal', 409],
    ['conflict', 409],
    ['precondition', 412],
    ['not-found', 404],
    ['forbidden', 403],
    ['unavailable', 503],
  ];

  it.each(statuses)('%s answers %i with its code and details', async (kind, status) => {
    const answer = await thrown(
      new DomainError(kind, 'not-so', 'It is not so.', { phase: 'closed', status: 1 }),
    );
    expect(answer.status).toBe(status);
    expect(await problemOf(answer)).toMatchObject({
      code: 'not-so',
      title: 'Not so',
      detail: 'It is not so.',
      phase: 'closed',
      status,
    });
    expect(answer.headers.get('retry-after')).toBe(kind === 'unavailable' ? '2' : null);
  });
});

describe('a failure of ours', () => {
  it('answers 500 without a word about what it was', async () => {
    const answer = await thrown(new Error('secret of the house'));
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).toContain('internal-error');
    expect(text).not.toMatch(/secret|stack|\.ts/);
  });

  it.each([undefined, null, 'text', 42, { status: 400 }])('answers 500 where %j is thrown', async (what) => {
    expect((await problemOf(await thrown(what)))['code']).toBe('internal-error');
  });

  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
  const named = (name: string) => Object.assign(new Error('x'), { name });
  it.each([
    ['connection refused', coded('ECONNREFUSED')],
    ['each address refused', new AggregateError([coded('ECONNREFUSED')])],
    ['shut down by an operator', coded('57P01')],
    ['starting up', coded('57P03')],
    ['connection failure', coded('08006')],
    ['too many connections', coded('53300')],
    ['pool time-out', new Error('timeout exceeded when trying to connect')],
    ['connection lost', new Error('Connection terminated unexpectedly')],
    ['event store out of reach', named('EventStoreUnavailable')],
    ['wrapped', new Error('outer', { cause: coded('57P01') })],
  ])('answers 503 with Retry-After: %s', async (_case, error) => {
    const answer = await thrown(error);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect((await problemOf(answer))['code']).toBe('unavailable');
  });

  it('does not call a refused value unavailable', async () => {
    expect((await thrown(coded('22P02'))).status).toBe(500);
  });

  it('answers a lost race with 409 and the present revision', async () => {
    const answer = await thrown(Object.assign(named('WrongExpectedRevision'), { actual: 9 }));
    expect(await problemOf(answer)).toMatchObject({ status: 409, code: 'changed-meanwhile', revision: 9 });
  });
});

describe('an address', () => {
  it('that is not there answers 404', async () => {
    expect(await problemOf(await send(`${echo.url}/v1/nowhere`, {}))).toMatchObject({
      status: 404,
      code: 'no-such-route',
    });
  });

  it('that takes another method answers 405 and says which', async () => {
    const answer = await send(`${echo.url}/v1/echoes/e1/close`, { method: 'DELETE' });
    expect(await problemOf(answer)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.get('allow')).toBe('POST');
  });

  it('stays 404 where a handler finds nothing', async () => {
    expect((await thrown(new NotFoundException())).status).toBe(404);
  });

  it.each([
    ['bad percent-encoding', '/v1/echoes/%E0%A4%A/close', 400],
    ['percent-encoded bytes that are not UTF-8', '/v1/echoes/%FF/close', 400],
    ['NUL in the path', '/v1/echoes/a%00b/close', 400],
    ['NUL where nothing looks at it', '/problems/a%00b', 400],
    ['NUL in the query', '/v1/echoes?cursor=%00', 400],
    ['an id with a blank', '/v1/echoes/a%20b/close', 400],
    ['an id that is too long', `/v1/echoes/${'a'.repeat(65)}/close`, 400],
    ['an endless part', `/v1/echoes/${'a'.repeat(500)}/close`, 414],
  ])('with %s is refused', async (_case, path, status) => {
    const method = path.includes('close') ? 'POST' : 'GET';
    const role = path.includes('close') ? 'supervisor' : 'agent';
    expect((await problemOf(await send(`${echo.url}${path}`, { role, method })))['status']).toBe(status);
  });
});

describe('a body', () => {
  it.each([
    ['no JSON', '{"customerId": '],
    ['not UTF-8', Buffer.from('{"customerId":"c1","note":"\xe9"}', 'latin1')],
    ['NUL', '{"customerId":"c1","note":"a\\u0000b"}'],
    ['half of a surrogate pair', '{"customerId":"c1","note":"\\ud83d"}'],
    ['a number beyond a double', '{"customerId":"c1","remedy":{"kind":"refund","amount":1e999}}'],
    ['endless nesting', `{"customerId":"c1","note":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['__proto__', '{"customerId":"c1","__proto__":{"roles":["supervisor"]}}'],
    ['constructor', '{"customerId":"c1","constructor":{"prototype":{}}}'],
    ['prototype deep down', '{"customerId":"c1","remedy":{"kind":"refund","constructor":"x"}}'],
    ['a name of every object', '{"customerId":"c1","hasOwnProperty":1}'],
    ['a list', '[]'],
    ['a list of it', '[{"customerId":"c1"}]'],
    ['a text', '"c1"'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
  ])('%s is refused as invalid-request', async (_case, body) => {
    const answer = await fetch(`${echo.url}/v1/echoes`, {
      method: 'POST',
      headers: { authorization: 'Bearer agent', 'content-type': 'application/json' },
      body,
    });
    expect(await problemOf(answer)).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it.each([
    ['missing', {}, 'customerId', 'required'],
    ['unknown', { customerId: 'c1', vip: true }, 'vip', 'unknown-field'],
    ['of a wrong type', { customerId: 'c1', note: 7 }, 'note', 'wrong-type'],
    ['null', { customerId: 'c1', note: null }, 'note', 'wrong-type'],
    ['blank', { customerId: 'c1', note: ' \n' }, 'note', 'blank'],
    ['too long', { customerId: 'c1', note: 'x'.repeat(201) }, 'note', 'too-long'],
    ['malformed', { customerId: 'c 1' }, 'customerId', 'malformed'],
    [
      'a day that does not exist',
      { customerId: 'c1', occurredAt: '2026-02-30T00:00:00Z' },
      'occurredAt',
      'malformed',
    ],
    [
      'a huge number',
      { customerId: 'c1', remedy: { kind: 'refund', amount: 1e300 } },
      'remedy.amount',
      'too-large',
    ],
    [
      'a number as text',
      { customerId: 'c1', remedy: { kind: 'refund', amount: '5' } },
      'remedy.amount',
      'wrong-type',
    ],
    ['not one of them', { customerId: 'c1', remedy: { kind: 'bribe' } }, 'remedy.kind', 'not-one-of'],
    ['a list for an object', { customerId: 'c1', remedy: [{ kind: 'refund' }] }, 'remedy', 'wrong-type'],
    [
      'an object for a list',
      { customerId: 'c1', alternatives: { kind: 'refund' } },
      'alternatives',
      'wrong-type',
    ],
    [
      'wrong in a list',
      { customerId: 'c1', alternatives: [{ kind: 'refund' }, { kind: 1 }] },
      'alternatives.1.kind',
      'not-one-of',
    ],
    ['a number in a list of objects', { customerId: 'c1', alternatives: [7] }, 'alternatives', 'wrong-type'],
    ['too many', { customerId: 'c1', links: ['a', 'b', 'c', 'd'] }, 'links', 'too-long'],
    ['a text for a list', { customerId: 'c1', links: 'a' }, 'links', 'wrong-type'],
    [
      'unknown and nested',
      { customerId: 'c1', remedy: { kind: 'refund', x: 1 } },
      'remedy.x',
      'unknown-field',
    ],
    ['a thenable', { customerId: 'c1', then: 1 }, 'then', 'unknown-field'],
  ])('with a member that is %s is refused, and the member named', async (_case, body, field, code) => {
    const problem = await refusalOf(body);
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem['errors']).toContainEqual(expect.objectContaining({ field, code }));
  });

  it('names each member once', async () => {
    const { errors } = await refusalOf({ note: 7, vip: true });
    expect((errors as { field: string }[]).map(({ field }) => field).sort()).toEqual([
      'customerId',
      'note',
      'vip',
    ]);
  });

  it('is refused with 415 where it is not called JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense', 'application/json2']) {
      const answer = await send(`${echo.url}/v1/echoes`, {
        role: 'agent',
        body: '{}',
        headers: { 'content-type': type },
      });
      expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    }
  });

  it('is refused with 413 where it is too large', async () => {
    const body = JSON.stringify({ customerId: 'c1', note: 'x'.repeat(BODY_LIMIT_BYTES) });
    expect(await refusalOf(body)).toMatchObject({ status: 413, code: 'body-too-large' });
  });
});

describe('the problem codes', () => {
  it('are explained where their type leads', async () => {
    const { type } = await problemOf(await send(`${echo.url}/v1/nowhere`, {}));
    const explained = await (await send(`${echo.url}${String(type)}`, {})).json();
    expect(explained).toMatchObject({ code: 'no-such-route', title: 'No such route', status: 404 });
    const { items } = (await (await send(`${echo.url}/problems`, {})).json()) as { items: unknown[] };
    expect(items).toContainEqual(explained);
    expect((await send(`${echo.url}/problems/constructor`, {})).status).toBe(404);
  });
});

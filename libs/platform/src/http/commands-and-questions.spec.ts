import { encodeCursor, encodeReadToken } from '@redress/http';
import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;

beforeAll(async () => {
  echo = await startEcho();
});

afterAll(() => echo.app.close());

interface Sent {
  readonly sent: {
    readonly body: Record<string, unknown>;
    readonly context: Record<string, unknown>;
    readonly query: Record<string, unknown>;
    readonly after?: unknown;
    readonly seen: unknown;
    readonly principal: unknown;
  };
}

const register = (
  headers: Record<string, string> = {},
  body: unknown = { customerId: 'c1' },
  role = 'agent',
) => send(`${echo.url}/v1/echoes`, { role, body, headers });

const contextOf = async (answer: Response) => ((await answer.json()) as Sent).sent.context;

const ask = (query: string, headers: Record<string, string> = {}) =>
  send(`${echo.url}/v1/echoes?${query}`, { role: 'agent', headers });

describe('a command', () => {
  it('that makes something answers 201 with its address, its ETag and a read token', async () => {
    const answer = await register({ 'idempotency-key': 'k1' });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    expect(answer.headers.get('location')).toBe(`/v1/echoes/${id}`);
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(answer.headers.get('redress-read-token')).toBe(
      encodeReadToken({ partition: 5, position: '0042' }),
    );
  });

  it('that had made it before answers 200, with the same headers but for the address', async () => {
    const answer = await register({}, { customerId: 'c1', note: 'done before' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('etag')).toBe('"3"');
  });

  it('on what is there answers 200', async () => {
    const answer = await send(`${echo.url}/v1/echoes/e1/close`, { role: 'supervisor', method: 'POST' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('has the same id for the same key, sender and address, and only then', async () => {
    const idOf = async (answer: Promise<Response>) => (await contextOf(await answer))['commandId'];
    const close = (id: string) =>
      send(`${echo.url}/v1/echoes/${id}/close`, {
        role: 'supervisor',
        method: 'POST',
        headers: { 'idempotency-key': 'k' },
      });
    const id = await idOf(register({ 'idempotency-key': 'k' }));
    expect(await idOf(register({ 'idempotency-key': 'k' }, { customerId: 'c2' }))).toBe(id);
    expect(await idOf(register({ 'idempotency-key': 'other' }))).not.toBe(id);
    expect(await idOf(register({ 'idempotency-key': 'k' }, undefined, 'agent+supervisor'))).not.toBe(id);
    expect(await idOf(close('e1'))).not.toBe(await idOf(close('e2')));
    expect(await idOf(register())).not.toBe(await idOf(register()));
  });

  it('has a fingerprint that goes by what the body says, not by how it is written', async () => {
    const printOf = async (body: unknown) => (await contextOf(await register({}, body)))['fingerprint'];
    const print = await printOf('{"customerId":"c1","note":"n"}');
    expect(print).toMatch(/^[0-9a-f]{24}$/);
    expect(await printOf('{ "note": "\\u006e",\n "customerId": "c1" }')).toBe(print);
    expect(await printOf('{"customerId":"c1","note":"m"}')).not.toBe(print);
  });

  it('names its actor in the highest of their roles, an integration as such', async () => {
    expect((await contextOf(await register({}, undefined, 'agent+supervisor')))['actor']).toEqual({
      id: 'p-agent+supervisor',
      kind: 'staff',
      role: 'supervisor',
    });
    expect((await contextOf(await register({}, undefined, 'integration')))['actor']).toMatchObject({
      kind: 'integration',
      role: 'integration',
    });
  });

  it.each([
    ['"7"', 7],
    ['"-1"', -1],
    ['*', undefined],
  ])('reads If-Match %s', async (ifMatch, expected) => {
    expect((await contextOf(await register({ 'if-match': ifMatch })))['ifMatch']).toBe(expected);
  });

  it.each(['7', 'W/"7"', '"x"', '"1", "2"', '""', '"99999999999999999"'])(
    'refuses If-Match %s',
    async (ifMatch) => {
      expect(await problemOf(await register({ 'if-match': ifMatch }))).toMatchObject({
        status: 400,
        code: 'if-match-malformed',
      });
    },
  );

  it.each(['', 'a b', 'x'.repeat(256), 'schlüssel'])('refuses the Idempotency-Key %j', async (key) => {
    expect(await problemOf(await register({ 'idempotency-key': key }))).toMatchObject({
      status: 400,
      code: 'idempotency-key-malformed',
    });
  });

  it('keeps a long Idempotency-Key apart from one that differs in its end', async () => {
    const key = 'x'.repeat(254);
    const ids = await Promise.all(
      ['a', 'b'].map(
        async (end) => (await contextOf(await register({ 'idempotency-key': key + end })))['commandId'],
      ),
    );
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('the correlation id', () => {
  const uuid = '0190a5b0-0000-7000-8000-000000000001';
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

  it.each([
    ['of the client', { 'x-correlation-id': uuid }, uuid],
    ['a ULID', { 'x-correlation-id': '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['of the trace', { traceparent: `00-${trace}-00f067aa0ba902b7-01` }, trace],
    [
      'of the client before the trace',
      { 'x-correlation-id': uuid, traceparent: `00-${trace}-00f067aa0ba902b7-01` },
      uuid,
    ],
  ])('is the one %s', async (_case, headers, expected) => {
    const answer = await register(headers);
    expect(answer.headers.get('x-correlation-id')).toBe(expected);
    expect((await contextOf(answer))['correlationId']).toBe(expected);
  });

  it.each([
    [{ 'x-correlation-id': 'Zhang San 13800138000' }],
    [{ 'x-correlation-id': '13800138000' }],
    [{ traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
    [{ traceparent: 'nonsense' }],
    [{}],
  ])('is a new one where the client sends %j', async (headers) => {
    const answer = await register(headers);
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a question', () => {
  it('reads numbers, flags and lists from the query, and says who asks', async () => {
    const { sent } = (await (await ask('limit=25&open=true&team=a&team=b')).json()) as Sent;
    expect(sent.query).toEqual({ limit: 25, open: true, team: ['a', 'b'] });
    expect(sent.principal).toMatchObject({ id: 'p-agent', roles: ['agent'], teams: ['t1'] });
    expect(((await (await ask('team=a')).json()) as Sent).sent.query).toEqual({ limit: 50, team: ['a'] });
  });

  it.each([
    ['limit=0', 'limit', 'too-small'],
    ['limit=201', 'limit', 'too-large'],
    ['limit=', 'limit', 'wrong-type'],
    ['limit=1e2', 'limit', 'wrong-type'],
    ['limit=0x10', 'limit', 'wrong-type'],
    ['limit=1&limit=2', 'limit', 'wrong-type'],
    ['open=1', 'open', 'wrong-type'],
    ['team=a&team=b&team=c', 'team', 'too-long'],
    ['order=asc', 'order', 'unknown-field'],
    ['cursor=', 'cursor', 'blank'],
  ])('refuses ?%s', async (query, field, code) => {
    const problem = await problemOf(await ask(query));
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem['errors']).toEqual([expect.objectContaining({ field, code })]);
  });

  it.each(['__proto__=1', 'constructor=1', 'toString=1', '%FF=%FF', 'limit=%', 'limit[]=1', '&&&=&'])(
    'is not upset by ?%s',
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );

  it('gives back the cursor that it gave out', async () => {
    const { nextCursor } = (await (await ask('')).json()) as { nextCursor: string };
    expect(((await (await ask(`cursor=${nextCursor}`)).json()) as Sent).sent.seen).toEqual([7, 'last']);
  });

  it.each([
    'nonsense',
    '!!!',
    encodeCursor('of', 'another question'),
    encodeCursor(7),
    encodeCursor(7, 'last', 'and more'),
    encodeCursor(7.5, 'last'),
    encodeCursor(7, 'a\0b'),
  ])('refuses the cursor %s', async (cursor) => {
    expect(await problemOf(await ask(`cursor=${cursor}`))).toMatchObject({
      status: 400,
      code: 'cursor-malformed',
    });
  });

  it('reads the read token of a command', async () => {
    const token = encodeReadToken({ partition: 3, position: '0000042' });
    const { sent } = (await (await ask('', { 'redress-read-token': token })).json()) as Sent;
    expect(sent.after).toEqual({ partition: 3, position: '0000042' });
  });

  it.each(['', 'nonsense', 'WzEsMl0', 'x'.repeat(300)])('refuses the read token %j', async (token) => {
    expect(await problemOf(await ask('', { 'redress-read-token': token }))).toMatchObject({
      status: 400,
      code: 'read-token-malformed',
    });
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;

beforeAll(async () => {
  echo = await startEcho();
});

afterAll(() => echo.app.close());

/** Sends bytes as they are, and gives all that comes back. */
async function sendBytes(...chunks: (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(echo.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  for (const chunk of chunks) socket.write(chunk);
  await once(socket, 'close');
  return answer;
}

describe('whatever a client sends', () => {
  const names = fc.constantFrom(
    'customerId',
    'note',
    'occurredAt',
    'remedy',
    'alternatives',
    'links',
    'kind',
    'amount',
    'x',
    '__proto__',
  );
  const values = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('c1', '', 'refund', '2026-02-30T00:00:00Z', null, true, -0, 1e308, [], {}),
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 5 }),
    ),
  })).value;

  it('is done or refused, and never a failure of ours', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.string({ unit: 'binary', maxLength: 20 }), async (body, text) => {
        const command = await send(`${echo.url}/v1/echoes`, { role: 'agent', body: JSON.stringify(body) });
        expect([201, 400]).toContain(command.status);
        const part = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ''));
        const question = await send(`${echo.url}/v1/echoes?limit=${part}&${part}=1`, { role: 'agent' });
        expect([200, 400]).toContain(question.status);
        const closing = await send(`${echo.url}/v1/echoes/${part}/close`, {
          role: 'supervisor',
          method: 'POST',
        });
        expect([200, 400, 404, 414]).toContain(closing.status);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what is no HTTP, or too much of it', () => {
  it('may be sent in chunks, and is refused where these grow too large', async () => {
    const head = `POST /v1/echoes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer agent\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    expect(await sendBytes(head, chunk.repeat(5), '0\r\n\r\n')).toMatch(
      /^HTTP\/1.1 413 [^]*"body-too-large"/,
    );
  });

  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400],
    ['an impossible length', 'POST /v1/echoes HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['endless headers', `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is answered with a problem', async (_case, bytes, status) => {
    const answer = await sendBytes(bytes);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1.1 ${String(status)} [^]*application/problem\\+json[^]*"correlationId"`),
    );
  });
});

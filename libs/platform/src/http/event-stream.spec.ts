import { once } from 'node:events';
import { connect } from 'node:net';
import type { SseStream } from '@redress/http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;
let closed: boolean;

beforeEach(async () => {
  closed = false;
  echo = await startEcho();
});

afterEach(async () => {
  if (!closed) await echo.app.close();
});

/** The stream that the next request to the route opens. */
const nextStream = () => new Promise<SseStream>((resolve) => (echo.script.onStream = resolve));

const open = (headers: Record<string, string> = {}) =>
  send(`${echo.url}/v1/echoes/stream`, { role: 'supervisor', headers });

/** Reads an answer until it ends, or until `enough`. */
async function readEvents(
  answer: Response,
  enough: (events: EventSourceMessage[], comments: string[]) => boolean,
) {
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  let retry: number | undefined;
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onRetry: (milliseconds) => (retry = milliseconds),
  });
  const decoder = new TextDecoder();
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (enough(events, comments)) break;
  }
  return { events, comments, retry };
}

describe('an event stream', () => {
  it('sends frames with their id, kind and data, and says when to come back', async () => {
    const opened = nextStream();
    const answer = await open({ 'x-correlation-id': '0190a5b0-0000-7000-8000-000000000001' });
    const stream = await opened;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('x-correlation-id')).toBe('0190a5b0-0000-7000-8000-000000000001');
    stream.send({ id: '41', event: 'snapshot', data: [{ text: 'two\nlines' }] });
    stream.send({ data: null });
    stream.end();
    const { events, retry } = await readEvents(answer, () => false);
    expect(events).toEqual([
      { id: '41', event: 'snapshot', data: '[{"text":"two\\nlines"}]' },
      { id: undefined, event: undefined, data: 'null' },
    ]);
    expect(retry).toBe(2000);
    expect(stream.send({ data: 1 })).toBe(false);
  });

  it('knows what a client that comes back has seen', async () => {
    const opened = nextStream();
    await open({ 'last-event-id': '41' });
    expect((await opened).lastEventId).toBe('41');
  });

  it.each(['a b', 'x'.repeat(200)])('refuses the Last-Event-ID %j', async (id) => {
    expect(await problemOf(await open({ 'last-event-id': id }))).toMatchObject({
      status: 400,
      code: 'invalid-request',
    });
  });

  it('asks for a token and a role first', async () => {
    expect((await send(`${echo.url}/v1/echoes/stream`, {})).status).toBe(401);
    expect((await send(`${echo.url}/v1/echoes/stream`, { role: 'agent' })).status).toBe(403);
  });

  it('sends a heartbeat while there is nothing to say', async () => {
    const { comments } = await readEvents(await open(), (_events, seen) => seen.length === 2);
    expect(comments).toEqual(['', '']);
  });

  it('is over for its feeder when the client goes', async () => {
    const opened = nextStream();
    const answer = await open();
    const { signal } = await opened;
    const over = once(signal, 'abort');
    await answer.body?.cancel();
    await over;
  });

  it('drops a client that does not read', async () => {
    const opened = nextStream();
    const socket = connect(Number(new URL(echo.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET /v1/echoes/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer supervisor\r\n\r\n');
    socket.pause();
    const stream = await opened;
    const frame = { data: 'x'.repeat(32 * 1024) };
    let sent = 0;
    // The kernel takes some megabytes before anything piles up here.
    while (stream.send(frame)) expect((sent += 1)).toBeLessThan(10_000);
    expect(stream.signal.aborted).toBe(true);
    socket.resume();
    await once(socket, 'close');
  });

  it('ends when the token expires', async () => {
    echo.verifier.expiresAt = Date.now() + 100;
    const opened = nextStream();
    const answer = await open();
    await readEvents(answer, () => false);
    expect((await opened).signal.aborted).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(echo.verifier.expiresAt);
  });

  it('is refused with a token that has expired, though a question would still be answered', async () => {
    echo.verifier.expiresAt = Date.now();
    const refused = await open();
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(await problemOf(refused)).toMatchObject({ status: 401, code: 'token-expired' });
  });

  it('ends when the server closes, which does not wait for it', async () => {
    const answer = await open();
    const ended = readEvents(answer, () => false);
    closed = true;
    await echo.app.close();
    await ended;
  });
});

describe('closing', () => {
  it('lets a request in hand end, and takes no further connection', async () => {
    const patient = await startEcho({ drainSeconds: 3600 });
    let answerNow: (text: string) => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      patient.script.next = () => {
        resolve();
        return new Promise((answer) => (answerNow = answer));
      };
    });
    const slow = send(`${patient.url}/v1/echoes/scripted`, {});
    await started;
    const closing = patient.app.close();
    await expect(
      // Until the server no longer listens.
      (async () => {
        for (;;)
          await (await send(`${patient.url}/health/live`, { headers: { connection: 'close' } })).text();
      })(),
    ).rejects.toThrow();
    answerNow('done');
    expect(await (await slow).text()).toBe('done');
    await closing;
  }, 5_000);

  it('does not wait for a connection over which nothing came', async () => {
    const patient = await startEcho({ drainSeconds: 3600 });
    const silent = connect(Number(new URL(patient.url).port), '127.0.0.1');
    await once(silent, 'connect');
    // Answered after the silent connection was taken.
    await send(`${patient.url}/health/live`, {});
    await patient.app.close();
    silent.destroy();
  }, 5_000);

  it('breaks off a request that never ends, after the time for draining', async () => {
    const stubborn = await startEcho({ drainSeconds: 0.1 });
    const started = new Promise<void>((resolve) => {
      stubborn.script.next = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const answer = send(`${stubborn.url}/v1/echoes/scripted`, {});
    const broken = expect(answer).rejects.toThrow();
    await started;
    await stubborn.app.close();
    await broken;
  });
});

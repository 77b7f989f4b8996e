import type { ServerResponse } from 'node:http';
import type { Json } from '@redress/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from './principal';
import { invalidRequest, unauthorized } from './problem';

/** One server-sent event. */
export interface SseFrame {
  /** The number that a client gives back as Last-Event-ID; no line breaks. */
  readonly id?: string;
  /** What kind of event: kebab-case. */
  readonly event?: string;
  readonly data: Json | object;
}

/** How a stream behaves; what is left out has the value that it is documented with. */
export interface SseOptions {
  /** A comment is sent so often, so that proxies keep the connection and a dead one is noticed. Default 15. */
  readonly heartbeatSeconds?: number;
  /** After how long a client that was cut off comes back. Default 2. */
  readonly retrySeconds?: number;
  /** A client that lets more than this pile up is dropped, to come back with its Last-Event-ID. Default 1 MiB. */
  readonly maxBufferedBytes?: number;
}

/** The text of a frame: encode it once where many clients get the same. */
export const encodeFrame = ({ id, event, data }: SseFrame): string =>
  `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

/** So that a clock that is put right meanwhile is noticed, and no timer is longer than timers can be. */
const MAX_TIMER_MS = 60_000;

/** Streams that are open, by the server that they belong to. */
const openStreams = new WeakMap<object, Set<SseStream>>();

/** Answers that are event streams. */
const streamed = new WeakSet<ServerResponse>();

/** Whether an answer is an event stream, which lasts for as long as somebody looks. */
export const isEventStream = (answer: ServerResponse): boolean => streamed.has(answer);

/** Ends all event streams of a server, so that it can close: a client comes back to the next one. */
export const endEventStreams = (server: object): void => {
  for (const stream of openStreams.get(server) ?? []) stream.end();
};

/** A stream of server-sent events to one client. */
export class SseStream {
  /** The id of the last event that the client has seen, where it comes back. */
  readonly lastEventId: string | undefined;
  readonly #raw: ServerResponse;
  readonly #maxBufferedBytes: number;
  readonly #over = new AbortController();

  /** Use `openEventStream`. */
  constructor(raw: ServerResponse, lastEventId: string | undefined, maxBufferedBytes: number) {
    this.#raw = raw;
    this.lastEventId = lastEventId;
    this.#maxBufferedBytes = maxBufferedBytes;
    raw.once('close', () => {
      this.#over.abort();
    });
  }

  /** Aborted when the stream is over, whoever ended it: stop what feeds it. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Sends a frame, or the text of one. False where the stream is over; a client that is too slow is dropped by this. */
  send(frame: SseFrame | string): boolean {
    return this.#write(typeof frame === 'string' ? frame : encodeFrame(frame));
  }

  /** Sends a comment, which clients do not see. */
  comment(text = ''): boolean {
    return this.#write(`: ${text}\n\n`);
  }

  /** Resolves as soon as what was sent has left, or the stream is over: who waits for it does not fill the memory. */
  drained(): Promise<void> {
    const { signal } = this;
    const raw = this.#raw;
    if (!raw.writableNeedDrain || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        raw.off('drain', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      raw.once('drain', done);
      signal.addEventListener('abort', done);
    });
  }

  /** Ends the stream after what was sent. The client comes back by itself. */
  end(): void {
    this.#over.abort();
    this.#raw.end();
  }

  #write(text: string): boolean {
    if (this.signal.aborted) return false;
    this.#raw.write(text);
    if (this.#raw.writableLength <= this.#maxBufferedBytes) return true;
    this.#over.abort();
    this.#raw.destroy();
    return false;
  }
}

/**
 * Answers with a stream of server-sent events. It ends when the client goes, when the server closes, and when the token expires. Throws 400
 * `invalid-request` for a Last-Event-ID that can be none of ours, and 401 `token-expired` for a token that a question would just still be
 * answered for, since clocks may differ: its stream would be over at once, and its client come back, again and again.
 */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  options: SseOptions = {},
): SseStream {
  const { heartbeatSeconds = 15, retrySeconds = 2, maxBufferedBytes = 1024 * 1024 } = options;
  const lastEventId = lastEventIdOf(request);
  const { expiresAt = Infinity } = principalOf(request);
  if (expiresAt <= Date.now()) throw unauthorized('token-expired', 'The token has expired.', 'invalid_token');
  reply.hijack();
  const { raw } = reply;
  streamed.add(raw);
  const stream = new SseStream(raw, lastEventId, maxBufferedBytes);
  raw.writeHead(200, {
    ...definedHeaders(reply),
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  if (request.method === 'HEAD') {
    stream.end();
    return stream;
  }
  raw.write(`retry: ${String(retrySeconds * 1000)}\n\n`);
  const heartbeat = setInterval(() => {
    stream.comment();
  }, heartbeatSeconds * 1000);
  const leaveExpiry = endAt(stream, expiresAt);
  const server = request.server.server;
  const streams = openStreams.get(server) ?? new Set();
  openStreams.set(server, streams.add(stream));
  const forget = () => {
    clearInterval(heartbeat);
    leaveExpiry();
    streams.delete(stream);
  };
  stream.signal.addEventListener('abort', forget, { once: true });
  // The client may have gone while the answer was prepared.
  if (raw.destroyed) stream.end();
  return stream;
}

/** Ends a stream at an instant, in ms of machine time since 1970. Gives the way to leave it. */
function endAt(stream: SseStream, expiresAt: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (Date.now() >= expiresAt) stream.end();
    else wait();
  };
  const wait = (): void => {
    timer = setTimeout(look, Math.max(0, Math.min(expiresAt - Date.now(), MAX_TIMER_MS)));
  };
  if (expiresAt !== Infinity) wait();
  return () => {
    clearTimeout(timer);
  };
}

function lastEventIdOf(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !/^[\w.:-]{1,128}$/.test(header)) {
    throw invalidRequest('Last-Event-ID takes the id of an event of this stream.');
  }
  return header;
}

/** What was put on the reply before it was taken over (the correlation id, security headers). */
const definedHeaders = (reply: FastifyReply): Record<string, number | string | string[]> =>
  Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

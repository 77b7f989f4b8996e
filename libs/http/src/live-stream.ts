import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QuestionEndpoint } from './endpoint.decorators';
import { openEventStream, type SseStream } from './sse';

/** A frame that many may be told: what is the same for all is encoded once. */
export interface LiveFrame {
  /** What a client gives back as Last-Event-ID to go on from here. */
  readonly id?: string;
  readonly event: string;
  /** The members of its data as JSON, without the braces. */
  readonly members: string;
}

/** What one client is to see, a batch at a time. */
export interface LiveFrames {
  /** The next frames; none where there is nothing new. */
  next(): Promise<readonly LiveFrame[]>;
  /** A frame that changes nothing. */
  heartbeat(): LiveFrame;
  /** How fresh all of it is now, as JSON: `{now, secondsBehind, stale}`. The same text for a moment. */
  freshness(): string;
  /** Until there may be something new, at most so long (machine time). */
  sleep(atMostMs: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

/** Who comes back, and has missed nothing, hears so soon that all is well. */
const GREETING_MS = 200;

/** What a client shows is stale after less than four seconds; with this it knows within five. */
const HEARTBEAT_MS = 1_000;

/**
 * Answers with live frames for as long as the client, the server and the token last. Nothing is asked for before what was sent has left, so
 * that a client who is slow is told less often instead of filling the memory.
 * @param open begins at the id of the last frame that the client has seen, where it comes back
 * @param failed told what broke the stream off, for the log; the client comes back
 */
export function streamLive(
  request: FastifyRequest,
  reply: FastifyReply,
  open: (lastEventId: string | undefined) => LiveFrames,
  failed: (error: unknown) => void,
): void {
  const stream = openEventStream(request, reply);
  if (stream.signal.aborted) return;
  const frames = open(stream.lastEventId);
  pump(stream, frames)
    .catch(failed)
    .finally(() => {
      frames.end();
      stream.end();
    });
}

async function pump(stream: SseStream, frames: LiveFrames): Promise<void> {
  const { signal } = stream;
  let heardAt = Date.now() - HEARTBEAT_MS + GREETING_MS;
  while (!signal.aborted) {
    let told = await frames.next();
    const isQuiet = told.length === 0;
    if (isQuiet && Date.now() - heardAt >= HEARTBEAT_MS) told = [frames.heartbeat()];
    if (told.length > 0) {
      const freshness = frames.freshness();
      stream.send(told.map((frame) => textOf(frame, freshness)).join(''));
      heardAt = Date.now();
      await stream.drained();
    }
    if (isQuiet) await frames.sleep(heardAt + HEARTBEAT_MS - Date.now(), signal);
  }
}

/** Those of a round have the same freshness, and hundreds of clients are sent the same. */
const texts = new WeakMap<LiveFrame, { readonly freshness: string; readonly text: string }>();

function textOf(frame: LiveFrame, freshness: string): string {
  const known = texts.get(frame);
  if (known?.freshness === freshness) return known.text;
  const { id, event, members } = frame;
  const data = `{"freshness":${freshness}${members === '' ? '' : ','}${members}}`;
  const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
  texts.set(frame, { freshness, text });
  return text;
}

const EVERY_FRAME = [
  'Every frame says how fresh it is: `freshness` has what time it is (`now`), how many seconds ago this was last known to be all there is (`secondsBehind`; null: not known), and whether that is too long ago (`stale`). After a second of silence a `heartbeat` says nothing else: a client that hears nothing for five seconds is cut off.',
  'A client that comes back with `Last-Event-ID` gets what it has missed, or a new snapshot. Rights are those of the token, checked at the beginning; the stream ends with the token, and with it whatever was changed in its roles or teams meanwhile takes effect.',
].join('\n\n');

/** A question whose answer lasts: server-sent events. The controller answers by `streamLive`. */
export const LiveEndpoint = ({
  summary,
  description,
  roles,
  ...more
}: {
  readonly summary: string;
  /** What its frames are. */
  readonly description: string;
  readonly roles: Parameters<typeof QuestionEndpoint>[0]['roles'];
  /** It is about one thing, which may not exist. */
  readonly one?: boolean;
  /** It can wait, before it begins, until it shows a command. */
  readonly readAfter?: boolean;
}): MethodDecorator =>
  applyDecorators(
    QuestionEndpoint({
      summary,
      description: `Server-sent events. ${description}\n\n${EVERY_FRAME}`,
      roles,
      ...more,
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The id of the last event that was seen.',
    }),
    ApiOkResponse({
      description: 'A stream of events.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    }),
  );

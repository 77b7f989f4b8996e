import type { ReadableWritablePair } from 'node:stream/web';
import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';

/** A client of a live stream. */
export interface LiveClient {
  leave(): void;
  /** The next frame of one of some kinds, or of any where none is named. Throws where the stream ends. */
  next(...kinds: string[]): Promise<EventSourceMessage>;
}

/**
 * Watches with a token: in the app of the endpoint specs that is a role.
 * @param readToken of a command that is to be shown
 */
export async function watchLive(
  url: string,
  token: string,
  lastEventId?: string,
  readToken?: string,
): Promise<LiveClient> {
  const client = new AbortController();
  const answer = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      ...(readToken === undefined ? {} : { 'redress-read-token': readToken }),
    },
    signal: client.signal,
  });
  if (answer.headers.get('content-type') !== 'text/event-stream')
    throw new Error(`no stream but ${String(answer.status)}: ${await answer.text()}`);
  const frames = answer
    .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  return {
    leave: () => {
      client.abort();
    },
    next: async (...kinds) => {
      for (;;) {
        const { value } = await frames.read();
        if (value === undefined) throw new Error('the stream is over');
        if (kinds.length === 0 || kinds.includes(value.event ?? '')) return value;
      }
    },
  };
}

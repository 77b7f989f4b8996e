import { HttpProblem } from '@redress/http';
import type { FastifyReply } from 'fastify';

/** A signal that is aborted when the client goes away; `stop` ends the watching. */
export function goneFrom(reply: FastifyReply): { readonly signal: AbortSignal; readonly stop: () => void } {
  const gone = new AbortController();
  const leave = (): void => {
    gone.abort(new HttpProblem(499, 'client-gone', 'The client has gone.'));
  };
  reply.raw.once('close', leave);
  return { signal: gone.signal, stop: () => void reply.raw.off('close', leave) };
}

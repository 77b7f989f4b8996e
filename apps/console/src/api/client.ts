import { session } from '../sign-in/session';
import type { CommandOutcome } from './types';
import { ApiProblem, problemOf } from './problem';

export type Search = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** For so long after a command, questions wait until they can show it. */
const READ_AFTER_MS = 10_000;

let lastCommand: { readonly readToken: string; readonly at: number } | undefined;

/** The address of a question. */
export function address(path: string, search: Search = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) parameters.append(name, String(one));
  }
  const query = parameters.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Asks a question. Throws ApiProblem. */
export async function ask<Answer>(path: string, search: Search = {}, signal?: AbortSignal): Promise<Answer> {
  const isRecent = lastCommand !== undefined && Date.now() - lastCommand.at < READ_AFTER_MS;
  const answer = await send(address(path, search), {
    headers: isRecent && lastCommand !== undefined ? { 'Redress-Read-Token': lastCommand.readToken } : {},
    ...(signal === undefined ? {} : { signal }),
  });
  return (await answer.json()) as Answer;
}

/**
 * Sends a command, once: sent again after a network error it would still be done once. With `revision`, only if nobody has changed the case since
 * it was read. Throws ApiProblem.
 */
export async function tell(path: string, body: object, revision?: number): Promise<CommandOutcome> {
  const request: RequestInit = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': crypto.randomUUID(),
      ...(revision === undefined ? {} : { 'If-Match': `"${String(revision)}"` }),
    },
  };
  const answer = await send(path, request).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.code === 'offline') return send(path, request);
    throw error;
  });
  const outcome = (await answer.json()) as CommandOutcome;
  lastCommand = { readToken: outcome.readToken, at: Date.now() };
  return outcome;
}

/** Sends with the token of whoever is signed in. Throws ApiProblem; an expired sign-in ends the session. */
export async function send(path: string, request: RequestInit = {}): Promise<Response> {
  const token = await session.token();
  const answer = await fetch(path, {
    ...request,
    headers: { ...(request.headers as Record<string, string>), Authorization: `Bearer ${token}` },
    credentials: 'omit',
  }).catch((error: unknown) => {
    if (request.signal?.aborted === true) throw error;
    throw new ApiProblem(0, 'offline', 'The server can not be reached.');
  });
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  if (answer.status === 401) session.end('expired');
  throw problem;
}

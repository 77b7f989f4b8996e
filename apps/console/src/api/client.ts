import { session } from '../sign-in/session';
import type { CommandOutcome } from './types';
import { ApiProblem, problemOf } from './problem';

export type Search = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** For so long after a command, questions wait until they can show it. */
const READ_AFTER_MS = 10_000;

/** The commands of which nobody knows whether they were done, with their keys. */
const unresolved = new Map<string, string>();

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

/** What lets an answer wait until it can show the last command of this window, where that was only just now. */
export const readAfter = (): Readonly<Record<string, string>> =>
  lastCommand !== undefined && Date.now() - lastCommand.at < READ_AFTER_MS
    ? { 'Redress-Read-Token': lastCommand.readToken }
    : {};

/** Asks a question. Throws ApiProblem. */
export async function ask<Answer>(path: string, search: Search = {}, signal?: AbortSignal): Promise<Answer> {
  const answer = await send(address(path, search), {
    headers: readAfter(),
    ...(signal === undefined ? {} : { signal }),
  });
  return (await answer.json()) as Answer;
}

/**
 * Sends a command. Where its answer is lost it is sent again, at once and whenever the user says the same again, and is still done once.
 * With `revision`, only if nobody has changed the case since it was read. Throws ApiProblem.
 */
export async function tell(path: string, body: object, revision?: number): Promise<CommandOutcome> {
  const text = JSON.stringify(body);
  const command = [path, String(revision), text].join(' ');
  const key = unresolved.get(command) ?? crypto.randomUUID();
  unresolved.set(command, key);
  const request: RequestInit = {
    method: 'POST',
    body: text,
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      ...(revision === undefined ? {} : { 'If-Match': `"${String(revision)}"` }),
    },
  };
  const answer = await send(path, request)
    .catch((error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'offline') return send(path, request);
      throw error;
    })
    .catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status >= 400 && error.status < 500)
        unresolved.delete(command);
      throw error;
    });
  unresolved.delete(command);
  const outcome = (await answer.json()) as CommandOutcome;
  lastCommand = { readToken: outcome.readToken, at: Date.now() };
  return outcome;
}

/**
 * Sends with the token of whoever is signed in; once more with another one, where the API does not take it. Throws ApiProblem; where there
 * is no other token, the session lapses.
 */
export async function send(path: string, request: RequestInit = {}): Promise<Response> {
  const answer = await sendWith(await session.token(), path, request);
  const last = answer.status === 401 ? await sendWith(await session.renew(), path, request) : answer;
  if (last.ok) return last;
  if (last.status === 401) session.lapse();
  throw await problemOf(last);
}

const sendWith = (token: string, path: string, request: RequestInit): Promise<Response> =>
  fetch(path, {
    ...request,
    headers: { ...(request.headers as Record<string, string>), Authorization: `Bearer ${token}` },
    credentials: 'omit',
  }).catch((error: unknown) => {
    if (request.signal?.aborted === true) throw error;
    throw new ApiProblem(0, 'offline', 'The server can not be reached.');
  });

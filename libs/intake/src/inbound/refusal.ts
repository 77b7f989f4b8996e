import { isAnswer } from '@redress/automation';
import { HttpProblem, type FieldError } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** Why a message can't be taken. */
export interface Refusal {
  /** Stable, kebab-case. */
  readonly code: string;
  /** In plain words. May name members of the message, and nothing that stands in them. */
  readonly reason: string;
  /** The first member that is wrong, where it is one. */
  readonly field?: string;
}

/** What an error says is wrong with the message; undefined where the fault is not the message's. */
export function refusalIn(error: unknown): Refusal | undefined {
  if (isAnswer(error)) return refusal(error.code, error.message, error.details['errors']);
  if (error instanceof HttpProblem && error.status < 500)
    return refusal(error.code, error.message, error.extras.members?.['errors']);
  return undefined;
}

function refusal(code: string, message: string, errors: unknown): Refusal {
  const [first, ...more] = Array.isArray(errors) ? (errors as FieldError[]) : [];
  if (first === undefined) return { code, reason: message };
  const rest = more.length === 0 ? '' : ` (and ${String(more.length)} more)`;
  const reason = first.reason === message ? message : `${message} ${first.reason}`;
  return { code, reason: `${reason}${rest}`, field: first.field };
}

/**
 * An error of a command in the words of the message that it came in: fields by their place in the CloudEvent, and the message's own id in
 * place of the key of a request.
 */
export function inWordsOfMessage(error: unknown): unknown {
  if (error instanceof HttpProblem) {
    const { status, code, message, extras } = error;
    const members = relocated(extras.members ?? {}, {});
    return new HttpProblem(status, code, message, { ...extras, members });
  }
  if (!(error instanceof DomainError)) return error;
  if (error.code === 'idempotency-key-reused') {
    return new DomainError(
      'invalid',
      'message-id-reused',
      'This source has used this id before, for a message that says something else.',
      { errors: [{ field: 'id', code: 'repeated', reason: 'id must be new for a new message' }] },
    );
  }
  return new DomainError(error.kind, error.code, error.message, relocated(error.details, ATTRIBUTE_OF));
}

/** What a command calls differently than the message that brought it. */
const ATTRIBUTE_OF: Readonly<Record<string, string>> = { occurredAt: 'time' };

function relocated(
  details: Readonly<Record<string, unknown>>,
  attributes: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { errors } = details;
  if (!Array.isArray(errors)) return details;
  return {
    ...details,
    errors: (errors as FieldError[]).map(({ field, ...error }) => ({
      ...error,
      field: attributes[field] ?? `data.${field}`,
    })),
  };
}

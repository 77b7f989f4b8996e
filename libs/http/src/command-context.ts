import { createHmac } from 'node:crypto';
import {
  createParamDecorator,
  Inject,
  Injectable,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common';
import { deriveId, newId, type Actor, type CommandOrigin } from '@redress/kernel';
import type { FastifyRequest } from 'fastify';
import { canonicalJson } from './canonical-json';
import { parseIfMatch } from './etag';
import { PRINCIPAL_ROLES, principalOf, type Principal } from './principal';
import { HttpProblem } from './problem';

/** Where a command over HTTP comes from: what the events will name, and who asks. */
export interface CommandContext extends CommandOrigin {
  readonly principal: Principal;
}

/**
 * Nest token of the secret (a Buffer of 32 random bytes, the same for the life of the data) that fingerprints of command bodies are keyed
 * with, so that nobody who reads an event can guess a short body from its fingerprint.
 */
export const FINGERPRINT_KEY = Symbol('FingerprintKey');

/** Bytes of a fingerprint: two bodies under one key are told apart, collisions need 2^48 tries. */
const FINGERPRINT_BYTES = 12;

/** 1 to 255 visible ASCII characters. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

@Injectable()
class CommandContextPipe implements PipeTransform<FastifyRequest, CommandContext> {
  readonly #fingerprintKey: Buffer;

  constructor(@Inject(FINGERPRINT_KEY) fingerprintKey: Buffer) {
    this.#fingerprintKey = fingerprintKey;
  }

  transform(request: FastifyRequest): CommandContext {
    const principal = principalOf(request);
    const commandId = commandIdOf(request, principal);
    const ifMatch = parseIfMatch(request.headers['if-match']);
    return {
      commandId,
      correlationId: request.id,
      causationId: commandId,
      fingerprint: fingerprintOf(request.body, this.#fingerprintKey),
      actor: actorOf(principal),
      principal,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    };
  }
}

/** The key makes the id of the command; without one, each request is a command of its own. */
function commandIdOf(request: FastifyRequest, principal: Principal): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return newId();
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
    throw new HttpProblem(
      400,
      'idempotency-key-malformed',
      'Idempotency-Key takes 1 to 255 visible ASCII characters.',
    );
  }
  const [path = ''] = request.url.split('?', 1);
  return deriveId(principal.id, request.method, path, key);
}

/** Keyed digest of a body: the same for equal JSON, however it was written. */
export const fingerprintOf = (body: unknown, key: Buffer): string =>
  createHmac('sha256', key)
    .update(canonicalJson(body))
    .digest()
    .subarray(0, FINGERPRINT_BYTES)
    .toString('hex');

/** The actor whom events will name: the principal in the highest of their roles. */
export function actorOf({ id, roles }: Principal): Actor {
  const role = PRINCIPAL_ROLES.find((one) => roles.includes(one));
  if (role === undefined) throw new Error('a principal without a role got past the guard');
  return { id, kind: roles[0] === 'integration' ? 'integration' : 'staff', role };
}

/** Parameter: where the command comes from. Its module must see a provider of FINGERPRINT_KEY. */
export const CommandContext = (): ParameterDecorator => fromRequest(CommandContextPipe);

const fromRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>(),
);

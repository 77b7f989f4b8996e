import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import {
  PUBLIC_METADATA,
  ROLES_METADATA,
  signIn,
  TOKEN_VERIFIER,
  TokenRefused,
  type PrincipalRole,
  type TokenVerifier,
} from './principal';
import { HttpProblem, unauthorized } from './problem';

/** Asks every route that is not `@Public()` for a bearer token (RFC 6750) and a role that may. */
@Injectable()
export class AuthGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #verifier: TokenVerifier;

  constructor(reflector: Reflector, @Inject(TOKEN_VERIFIER) verifier: TokenVerifier) {
    this.#reflector = reflector;
    this.#verifier = verifier;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_METADATA, route) === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.#verify(bearerOf(request.headers.authorization));
    const allowed =
      this.#reflector.getAllAndOverride<readonly PrincipalRole[] | undefined>(ROLES_METADATA, route) ?? [];
    if (!principal.roles.some((role) => allowed.includes(role))) {
      throw new HttpProblem(403, 'role-not-allowed', 'None of your roles may do this.', {
        members: { allowed },
      });
    }
    signIn(request, principal);
    return true;
  }

  async #verify(bearer: string) {
    try {
      return await this.#verifier.verify(bearer);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      throw unauthorized(error.code, error.message, 'invalid_token');
    }
  }
}

function bearerOf(header: string | undefined): string {
  if (header === undefined)
    throw unauthorized('token-missing', 'Send the header Authorization: Bearer <token>.');
  const bearer = /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (bearer === undefined) {
    throw unauthorized('token-malformed', 'Authorization takes: Bearer <token>.', 'invalid_request');
  }
  return bearer;
}

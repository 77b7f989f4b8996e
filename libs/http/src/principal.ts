import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@redress/kernel';
import type { FastifyRequest } from 'fastify';
import type { EdgeProblemCode } from './problem-catalogue';

/** A role that a person or an outside system can have. */
export type PrincipalRole = Exclude<Role, 'system'>;

/** All of them, the highest first. */
export const PRINCIPAL_ROLES: readonly PrincipalRole[] = [
  'supervisor',
  'shift-leader',
  'agent',
  'analyst',
  'integration',
];

/** Who sends a request, as their token says. */
export interface Principal {
  /** Opaque: it names nobody by itself, and stands in events. */
  readonly id: string;
  /** What they are called on screens. Personal: in no event and no log. */
  readonly name?: string;
  readonly roles: readonly PrincipalRole[];
  /** The ids of their teams. */
  readonly teams: readonly string[];
  /** The right to say when something happened (import, telephony). */
  readonly mayBackdate: boolean;
  /** Machine time (ms since 1970) at which the token expires; long answers end then. */
  readonly expiresAt?: number;
}

/** Turns a bearer token into the principal that it speaks for. */
export interface TokenVerifier {
  /** Throws TokenRefused, or a DomainError `unavailable` where the keys of the issuer can't be had. */
  verify(bearer: string): Promise<Principal>;
}

/** Nest token of the TokenVerifier in use. */
export const TOKEN_VERIFIER = Symbol('TokenVerifier');

/** The token is no proof; becomes a 401. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly code: Extract<EdgeProblemCode, `token-${string}`>,
    message: string,
  ) {
    super(message);
  }
}

/** Metadata: who may call a route. */
export const ROLES_METADATA = 'redress:roles';
export const PUBLIC_METADATA = 'redress:public';

/** Who may call this route: anyone with at least one of these roles. A route with neither this nor `@Public()` is refused to all. */
export const Roles = (...roles: readonly PrincipalRole[]): MethodDecorator & ClassDecorator =>
  SetMetadata(ROLES_METADATA, roles);

/** Anyone may call this route, without a token. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_METADATA, true);

interface SignedInRequest extends FastifyRequest {
  principal?: Principal;
}

/** Notes who sent the request; done once, by the AuthGuard. */
export const signIn = (request: FastifyRequest, principal: Principal): void => {
  (request as SignedInRequest).principal = principal;
};

/** Who sent the request. Throws where the route is public: nobody was asked. */
export const principalOf = (request: FastifyRequest): Principal => {
  const { principal } = request as SignedInRequest;
  if (principal === undefined) throw new Error('a public route has no principal');
  return principal;
};

/** Parameter: who sent the request. */
export const CurrentPrincipal = createParamDecorator((_: undefined, context: ExecutionContext) =>
  principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

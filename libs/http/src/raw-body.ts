import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** What a route that takes bodies as they came says in its Fastify config. */
interface RawRoute {
  readonly redressRawBody?: true;
}

/** Marks a route whose body is not read but handed on byte for byte, for a signature that is over the bytes. */
export const TakesRawBody = (): MethodDecorator => RouteConfig({ redressRawBody: true } satisfies RawRoute);

/** Whether the route of a request takes bodies as they came. For the parsers of bodies. */
export const takesRawBody = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as RawRoute).redressRawBody === true;

/** The body as it came; empty where there was none. */
export const rawBodyOf = ({ body }: FastifyRequest): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.alloc(0);

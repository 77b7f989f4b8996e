import type { FastifyRequest } from 'fastify';

/** Whether a request comes, every few seconds, from whoever keeps the process running. */
export const isProbe = ({ routeOptions: { url } }: FastifyRequest): boolean =>
  url !== undefined && (url.startsWith('/health/') || url === '/metrics');

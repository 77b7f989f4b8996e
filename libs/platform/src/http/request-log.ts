import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { isProbe } from './probe';

type FastifyServer = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/**
 * One line for each answer: method, route, status, milliseconds. The route is its pattern, `/v1/complaints/:id`: what a client put into an
 * address is not ours to log. Probes are logged at `debug` while all is well.
 */
export function logRequests(instance: FastifyServer, logger: Logger): void {
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const line = {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.statusCode >= 500) logger.warn(line, 'answered');
    else if (isProbe(request)) logger.debug(line, 'answered');
    else logger.info(line, 'answered');
    done();
  });
}

import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem, PROBLEM_JSON, problemDocument } from './problem';
import { toProblem } from './problem.mapping';
import { allowedMethods } from './wire-routes';

/**
 * Turns whatever is thrown into a problem document. What the client can't mend is logged with its stack under the correlation id, and tells
 * the client no more than that id.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.#problemFor(thrown, request);
    if (reply.sent || reply.raw.headersSent) {
      // A stream that breaks half-way: all that is left is to break it off, so that the client sees that it is not whole.
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem, request.id);
  }

  #problemFor(thrown: unknown, request: FastifyRequest): HttpProblem {
    const problem = toProblem(thrown);
    if (problem === undefined) {
      this.#logger.error({ err: thrown }, 'a mistake of ours');
      return new HttpProblem(
        500,
        'internal-error',
        'A mistake of ours; the logs tell more under the correlation id.',
      );
    }
    if (problem.status >= 500) {
      this.#logger.warn({ err: problem.extras.cause ?? problem, code: problem.code }, 'out of reach');
    }
    if (problem.code !== 'no-such-route') return problem;
    const allowed = allowedMethods(request.server, request.url);
    if (allowed.length === 0 || allowed.includes(request.method)) return problem;
    const detail = `This address does not take ${request.method}.`;
    return new HttpProblem(405, 'method-not-allowed', detail, { headers: { Allow: allowed.join(', ') } });
  }
}

/** Answers with a problem document, whatever had been prepared. */
export function sendProblem(reply: FastifyReply, problem: HttpProblem, correlationId: string): void {
  void reply
    .status(problem.status)
    .headers({ 'X-Correlation-Id': correlationId, ...problem.extras.headers, 'Content-Type': PROBLEM_JSON })
    // As bytes, for Fastify adds to the type of a text a charset that this one does not know.
    .send(Buffer.from(JSON.stringify(problemDocument(problem, correlationId))));
}

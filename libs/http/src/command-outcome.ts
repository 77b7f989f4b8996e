import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiProperty } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { etagOf } from './etag';
import { READ_TOKEN_HEADER } from './read-token';

/** What a command answers with. Its controller returns it; the headers are made from it. */
export class CommandOutcome {
  @ApiProperty({ description: 'What the command was about; for a new thing, its id.' })
  readonly id!: string;

  @ApiProperty({ type: 'integer', description: 'The revision after the command: the ETag, for the If-Match of the next one.' })
  readonly revision!: number;

  @ApiProperty({ description: `Opaque: a question that carries it as ${READ_TOKEN_HEADER} sees this command.` })
  readonly readToken!: string;

  @ApiProperty({ description: 'False where the command had been done before, or there was nothing to do.' })
  readonly changed!: boolean;
}

const CREATES_METADATA = 'redress:creates';

/** Marks a command that makes a new thing under its own address, followed by the id. */
export const Creates = (): MethodDecorator => SetMetadata(CREATES_METADATA, true);

/**
 * Sets `ETag` and `Redress-Read-Token`. A command that made a new thing answers 201 with its `Location`; every other one 200, and so does
 * a resent one that had made it before.
 */
@Injectable()
export class CommandOutcomeInterceptor implements NestInterceptor<CommandOutcome, CommandOutcome> {
  readonly #reflector: Reflector;

  constructor(reflector: Reflector) {
    this.#reflector = reflector;
  }

  intercept(context: ExecutionContext, next: CallHandler<CommandOutcome>): Observable<CommandOutcome> {
    const creates = this.#reflector.get<boolean | undefined>(CREATES_METADATA, context.getHandler()) === true;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((outcome) => {
        void reply.header('ETag', etagOf(outcome.revision)).header(READ_TOKEN_HEADER, outcome.readToken);
        if (creates && outcome.changed) {
          const [path = ''] = context.switchToHttp().getRequest<FastifyRequest>().url.split('?', 1);
          void reply.status(201).header('Location', `${path}/${encodeURIComponent(outcome.id)}`);
        }
        return outcome;
      }),
    );
  }
}

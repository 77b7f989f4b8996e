import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  CommandContext,
  CommandEndpoint,
  CurrentPrincipal,
  decodeCursor,
  encodeCursor,
  encodeReadToken,
  IsFlag,
  IsInstant,
  IsNested,
  IsOneOf,
  IsOpaqueId,
  IsText,
  IsWholeNumber,
  openEventStream,
  PageQuery,
  PathId,
  Public,
  QuestionEndpoint,
  ReadAfter,
  type CommandOutcome,
  type Page,
  type Principal,
  type ReadToken,
  type SseStream,
} from '@redress/http';
import type { FastifyReply, FastifyRequest } from 'fastify';

class Remedy {
  @IsOneOf(['apology', 'refund'])
  readonly kind!: string;

  @IsWholeNumber({ min: 0, max: 1_000_000 }, { optional: true })
  readonly amount?: number;
}

export class RegisterEcho {
  @IsOpaqueId({ description: 'Who complains.' })
  readonly customerId!: string;

  @IsText(200, { optional: true })
  readonly note?: string;

  @IsInstant({ optional: true })
  readonly occurredAt?: string;

  @IsNested(() => Remedy, { optional: true })
  readonly remedy?: Remedy;

  @IsNested(() => Remedy, { optional: true, many: { max: 3 } })
  readonly alternatives?: Remedy[];

  @IsOpaqueId({ optional: true, many: { min: 1, max: 3 } })
  readonly links?: string[];
}

export class EchoQuery extends PageQuery {
  @IsFlag({ optional: true, fromQuery: true })
  readonly open?: boolean;

  @IsOpaqueId({ optional: true, fromQuery: true, many: { max: 2 } })
  readonly team?: string[];
}

class EchoItem {
  @IsOpaqueId()
  readonly id!: string;

  @ApiProperty({ enum: ['open', 'closed'], nullable: true, description: 'Null: not known.' })
  readonly phase!: 'open' | 'closed' | null;

  @ApiProperty({ type: Remedy, nullable: true, description: 'In force.' })
  readonly remedy!: Remedy | null;
}

/** What the specs let the routes do. */
export class EchoScript {
  next: () => unknown = () => undefined;
  onStream: (stream: SseStream) => void = () => undefined;
}

/** Routes of every sort, for the specs of the HTTP edge. */
@Controller('echoes')
export class EchoController {
  constructor(readonly script: EchoScript) {}

  @Post()
  @CommandEndpoint({ summary: 'Register', roles: ['agent', 'integration'], creates: true })
  register(
    @Body() body: RegisterEcho,
    @CommandContext() context: CommandContext,
  ): CommandOutcome & { sent: unknown } {
    return { ...outcome(context), changed: body.note !== 'done before', sent: { body, context } };
  }

  @Post(':id/close')
  @CommandEndpoint({ summary: 'Close', roles: ['supervisor'] })
  close(@PathId() id: string, @CommandContext() context: CommandContext): CommandOutcome & { sent: unknown } {
    return { ...outcome(context), id, sent: { context } };
  }

  @Get()
  @QuestionEndpoint({
    summary: 'List',
    roles: ['agent', 'analyst'],
    answer: { pageOf: EchoItem },
    readAfter: true,
  })
  list(
    @Query() query: EchoQuery,
    @ReadAfter() after: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Page<EchoItem> & { sent: unknown } {
    const seen = query.cursor === undefined ? [] : decodeCursor(query.cursor, 'integer', 'string');
    return { items: [], nextCursor: encodeCursor(7, 'last'), sent: { query, after, principal, seen } };
  }

  @Get('stream')
  @QuestionEndpoint({ summary: 'Stream', roles: ['supervisor'] })
  stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.script.onStream(
      openEventStream(request, reply, { heartbeatSeconds: 0.05, maxBufferedBytes: 64 * 1024 }),
    );
  }

  @Get('scripted')
  @Public()
  scripted(): unknown {
    return this.script.next();
  }

  /** Neither roles nor public: a mistake that must be found. */
  @Get('forgotten')
  forgotten(): string {
    return 'nobody may read this';
  }
}

const outcome = ({ commandId }: CommandContext): CommandOutcome => ({
  id: commandId,
  revision: 3,
  readToken: encodeReadToken({ partition: 5, position: '0042' }),
  changed: true,
});

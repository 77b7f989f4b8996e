import { Controller, Post, Req } from '@nestjs/common';
import { problemDocument, rawBodyOf, toProblem, type ProblemDocument } from '@redress/http';
import type { FastifyRequest } from 'fastify';
import { fromStructured } from '../inbound/cloud-event';
import { InboundDesk } from '../inbound/inbound-desk';
import type { InboundMessage } from '../inbound/inbound-message';
import { countMessage } from '../inbound/intake-meter';
import { refusalIn } from '../inbound/refusal';
import { handedIn } from './handed-in';
import { IntakeAnswer, type IntakeResult } from './intake-answer.dto';
import { IntakeEndpoint } from './intake-endpoint.decorator';
import { WebhookSignature } from './webhook-signature';

/** The webhook by which outside systems hand in what they have. */
@Controller('intake')
export class IntakeController {
  constructor(
    private readonly desk: InboundDesk,
    private readonly signature: WebhookSignature,
  ) {}

  @Post()
  @IntakeEndpoint()
  async handIn(@Req() request: FastifyRequest): Promise<IntakeAnswer> {
    const body = rawBodyOf(request);
    const signedId = this.signature.check(body, request.headers);
    const handed = this.#orCounted(() => handedIn(request.headers, body, signedId));
    if ('one' in handed) return { results: [await this.#take(handed.one)] };
    const results: IntakeResult[] = [];
    for (const event of handed.batch) results.push(await this.#takeOfBatch(event, request.id));
    return { results };
  }

  async #take(message: InboundMessage): Promise<IntakeResult> {
    try {
      const taken = await this.desk.take(message);
      countMessage(taken.outcome);
      return { id: message.id, source: message.source, ...taken };
    } catch (error) {
      throw counted(error);
    }
  }

  /** A bad message of a batch keeps no other from being taken. */
  async #takeOfBatch(event: unknown, correlationId: string): Promise<IntakeResult> {
    try {
      return await this.#take(this.#orCounted(() => fromStructured(event)));
    } catch (error) {
      const problem = refusalIn(error) === undefined ? undefined : problemOf(error, correlationId);
      if (problem === undefined) throw error;
      return { ...nameOf(event), outcome: 'refused', problem };
    }
  }

  #orCounted<Read>(read: () => Read): Read {
    try {
      return read();
    } catch (error) {
      throw counted(error);
    }
  }
}

function counted(error: unknown): unknown {
  if (refusalIn(error) !== undefined) countMessage('refused');
  return error;
}

function problemOf(error: unknown, correlationId: string): ProblemDocument | undefined {
  const problem = toProblem(error);
  return problem === undefined ? undefined : problemDocument(problem, correlationId);
}

/** As far as what could not be read names itself. */
function nameOf(event: unknown): Pick<IntakeResult, 'id' | 'source'> {
  const { id, source } = (event ?? {}) as { readonly id?: unknown; readonly source?: unknown };
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof source === 'string' ? { source } : {}),
  };
}

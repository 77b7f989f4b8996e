import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems, Public, TakesRawBody } from '@redress/http';
import { MESSAGE_ID, MESSAGE_SOURCE } from '../inbound/cloud-event';
import { MESSAGE_TYPES } from '../inbound/inbound-message';
import { MESSAGE_BODIES } from '../inbound/message-bodies';
import { MOST_IN_BATCH } from './handed-in';
import { IntakeAnswer } from './intake-answer.dto';

const { 'redress.intake.fact.v1': facts, ...others } = MESSAGE_BODIES;

/** What the `data` of a message may be. */
const DATA = [...new Set<Type<object>>([...Object.values(others), ...Object.values(facts)])];

const EVENT = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'data'],
  properties: {
    specversion: { type: 'string', enum: ['1.0'] },
    id: { type: 'string', pattern: MESSAGE_ID.source, example: 'ivr-2026-000017' },
    source: { type: 'string', pattern: MESSAGE_SOURCE.source, example: '/telephony/ivr' },
    type: { type: 'string', enum: [...MESSAGE_TYPES] },
    time: { type: 'string', format: 'date-time', description: 'When what it tells happened. Default: now.' },
    data: { oneOf: DATA.map((data) => ({ $ref: getSchemaPath(data) })) },
  },
};

const header = (name: string, description: string): MethodDecorator =>
  ApiHeader({ name, description, required: true, schema: { type: 'string' } });

/** The endpoint of the webhook: anyone may send, and only what is signed is read. */
export const IntakeEndpoint = (): MethodDecorator =>
  applyDecorators(
    Public(),
    TakesRawBody(),
    HttpCode(202),
    ApiOperation({
      summary: 'Hand in contacts, complaints, facts and signals',
      description: `For outside systems: CloudEvents 1.0 (structured, binary, or up to ${String(MOST_IN_BATCH)} in a batch), signed after Standard Webhooks with the secret of INTAKE_WEBHOOK_SECRET. The same \`source\` and \`id\` are the same message. In binary mode \`webhook-id\` is the id of the event. Where a part of the server is out of reach, send the whole request again: what was taken is not taken twice.`,
    }),
    header('webhook-id', 'Of the request; in binary mode of the event.'),
    header('webhook-timestamp', 'Seconds since 1970, at most five minutes ago.'),
    header('webhook-signature', '`v1,` and base64 of the HMAC-SHA256 of `<id>.<timestamp>.<body>`.'),
    ApiExtraModels(...DATA),
    ApiBody({
      required: true,
      // One schema for all media types: of one event, and of a batch, which is a list of them.
      schema: { oneOf: [EVENT, { type: 'array', maxItems: MOST_IN_BATCH, items: EVENT }] },
    }),
    ApiResponse({ status: 202, type: IntakeAnswer, description: 'What became of each message.' }),
    ApiProblems(400, 401, 404, 409, 413, 415, 422, 431, 503),
  );

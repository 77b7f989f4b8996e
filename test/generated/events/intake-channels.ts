import { MESSAGE_ID, MESSAGE_SOURCE, MESSAGE_TYPES } from '@redress/intake';
import type { ChannelDescription } from './channel-description';
import { schemaBeside, type SchemaDocument } from './event-contract';
import { nameOf, type Schema } from './schema';
import { DEFAULT_TOPICS } from './topics-as-made';

const ATTRIBUTES = {
  specversion: { type: 'string', const: '1.0' },
  id: {
    description: 'Of the message. With `source` it names the message: the same two are the same message.',
    type: 'string',
    pattern: MESSAGE_ID.source,
  },
  source: {
    description: 'Names the system that hands in; it stands in the events as the actor.',
    type: 'string',
    pattern: MESSAGE_SOURCE.source,
  },
  time: { description: 'When it happened; left out: now.', type: 'string', format: 'date-time' },
} as const satisfies Record<string, Schema>;

const { specversion, id, source, time } = ATTRIBUTES;

const STRUCTURED = 'application/cloudevents+json';

/** What outside systems write. */
export function intakeChannel(schemas: readonly SchemaDocument[]): ChannelDescription {
  const data = MESSAGE_TYPES.map((type) => {
    const schema = schemas.find((one) => `redress.${nameOf(one)}` === type);
    if (schema === undefined) throw new Error(`${type} has no schema`);
    return { type, description: schema.schema.description ?? '', payload: schemaBeside(schema) };
  });
  return {
    name: 'intake',
    address: DEFAULT_TOPICS.intake,
    title: 'Intake: what outside systems hand in',
    description: [
      'Contacts, complaints, facts and signals, as CloudEvents 1.0 in binary or structured mode. The guide, with examples: ../intake.md.',
      'A message is taken at least once and counts once. One that can not be taken goes to the dead letters, and the next ones go on. No tombstones: a record without a value can not be taken.',
    ].join('\n\n'),
    action: 'receive',
    personalData: true,
    key: 'As you like. Messages with one key are taken in their order: give those about the same case or customer the same one.',
    headers: { type: 'object', properties: { 'content-type': { type: 'string' } } },
    messages: [
      ...data.map(({ type, description, payload }) => ({
        name: type,
        title: type,
        description,
        headers: {
          type: 'object',
          properties: {
            ce_specversion: specversion,
            ce_id: id,
            ce_source: source,
            ce_type: { type: 'string', const: type },
            ce_time: time,
          },
          required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'],
        },
        payload,
      })),
      {
        name: 'redress.intake.structured',
        title: 'Any of these in structured mode',
        description: 'The attributes beside the data, in one JSON object.',
        contentType: STRUCTURED,
        headers: {
          type: 'object',
          properties: { 'content-type': { type: 'string', pattern: `^${STRUCTURED.replace('+', '\\+')}` } },
          required: ['content-type'],
        },
        payload: {
          type: 'object',
          properties: ATTRIBUTES,
          required: ['specversion', 'id', 'source'],
          anyOf: data.map(({ type, payload }) => ({
            type: 'object',
            properties: { type: { type: 'string', const: type }, data: payload },
            required: ['type', 'data'],
          })),
        },
      },
    ],
  };
}

/** The headers that say why a record lies among the dead letters. */
export const DEAD_LETTER_HEADERS: Schema = {
  type: 'object',
  properties: {
    redress_reason: { description: 'What is wrong, in words.', type: 'string', maxLength: 1_000 },
    redress_code: { description: 'What is wrong, by the codes of `GET /problems`.', type: 'string' },
    redress_field: {
      description: 'Where, such as `data.customer.id`; not there where it is wrong as a whole.',
      type: 'string',
      maxLength: 200,
    },
    redress_origin: {
      description: 'Where it lay: topic, partition and offset.',
      type: 'string',
      pattern: '^.+/\\d+/\\d+$',
    },
    redress_failed_at: {
      description: 'When it was put here, by the clock of the machine.',
      type: 'string',
      format: 'date-time',
    },
  },
  required: ['redress_reason', 'redress_code', 'redress_origin', 'redress_failed_at'],
};

/** What of it could not be taken. */
export const deadLetterChannel: ChannelDescription = {
  name: 'dead-letter',
  address: DEFAULT_TOPICS.deadLetter,
  title: 'Dead letters: what of the intake could not be taken, and why',
  description:
    'Each record as it came, its own headers included, with the reason beside it. For operators: `npm run topics -- redrive` puts them back, once each. Nobody else should read it. No tombstones of its own.',
  action: 'send',
  personalData: true,
  key: 'As it came.',
  headers: DEAD_LETTER_HEADERS,
  messages: [
    {
      name: 'redress.intake.dead-letter',
      title: 'A dead letter',
      description: 'What somebody wrote to the intake topic, whatever it was.',
      contentType: 'application/octet-stream',
      payload: { description: 'As it came. Need not be JSON; may be missing.' },
    },
  ],
};

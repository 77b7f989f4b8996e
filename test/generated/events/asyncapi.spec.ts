import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { schemas as ASYNCAPI_SCHEMAS } from '@asyncapi/specs';
import Ajv, { type AnySchemaObject } from 'ajv';
import type { RecordedEvent } from '@redress/kernel';
import { recordedEvents } from '@redress/testing';
import { parse } from 'yaml';
import { toMessage } from '../../../libs/event-feed/src/kafka/event-record';
import { deadLetter } from '../../../libs/intake/src/kafka/dead-letter';
import { toMessage as toStateMessage } from '../../../libs/read-model/src/kafka/kafka-state-topics';
import { asyncApiText } from './asyncapi';
import type { ChannelDescription } from './channel-description';
import { channels } from './channels';
import { schemasInCode } from './documents';
import { schemaDocuments } from './event-contract';
import { EVENT_HEADERS } from './event-headers';
import { DEAD_LETTER_HEADERS } from './intake-channels';
import type { ApiSchemas } from './intake-schemas';
import { EVENTS_FOLDER, nameOf, schemaFile, type Schema } from './schema';
import { errorsIn, validatorOf } from './schema-validator';
import { STATE_HEADERS } from './state-channels';
import { TOPICS_AS_MADE } from './topics-as-made';

const ROOT = resolve(__dirname, '../../..');

interface Channel {
  readonly address: string;
  readonly messages: object;
  readonly tags: readonly { readonly name: string }[];
  readonly bindings: { readonly kafka: { readonly topicConfiguration: Readonly<Record<string, unknown>> } };
}

interface Document {
  readonly asyncapi: string;
  readonly info: { readonly description: string };
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, { readonly action: string }>>;
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: Schema; readonly headers?: object }>>;
  };
}

const api = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as ApiSchemas;
const published = schemaDocuments(schemasInCode(api), { schemas: [] });
const document = (list: readonly ChannelDescription[]): Document => parse(asyncApiText(list)) as Document;
const told = document(channels(published));

/** AsyncAPI's own schema of its documents; it brings the schema of schemas with it. */
const isAsyncApi = new Ajv({
  ...{ strict: false, allErrors: true, validateFormats: false },
  ...{ meta: false, validateSchema: false },
}).compile(ASYNCAPI_SCHEMAS['3.0.0'] as AnySchemaObject);

describe('the AsyncAPI document', () => {
  it('is one, by the schema of AsyncAPI 3.0.0', () => {
    expect(errorsIn(told, isAsyncApi)).toEqual([]);
    expect(errorsIn({ ...told, channels: { journal: { adress: 'wrong' } } }, isAsyncApi)).not.toEqual([]);
    expect(errorsIn({ ...told, asyncapi: '2.6.0' }, isAsyncApi)).not.toEqual([]);
  });

  it('has a message for each schema, which stands beside it', () => {
    const refs = Object.values(told.components.messages).flatMap(({ payload: { $ref } }) => $ref ?? []);
    expect(refs.toSorted()).toEqual(published.map((schema) => `./${schemaFile(schema)}`).toSorted());
    expect(refs.filter((ref) => !existsSync(join(ROOT, EVENTS_FOLDER, ref)))).toEqual([]);
  });

  it('has every message in one channel', () => {
    const inChannels = Object.values(told.channels).flatMap(({ messages }) => Object.entries(messages));
    expect(inChannels).toEqual(
      Object.keys(told.components.messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    );
    expect(Object.keys(told.channels['journal']?.messages ?? {})).toContain('ComplaintRegistered.v1');
  });

  it('describes every topic that is made, with the settings that it is made with', () => {
    const described = Object.values(told.channels).map(({ address }) => address);
    expect(described.toSorted()).toEqual([...TOPICS_AS_MADE.keys()].toSorted());
    for (const { address, bindings } of Object.values(told.channels)) {
      const { topicConfiguration } = bindings.kafka;
      const asTexts = Object.entries(topicConfiguration).map(([name, value]) => [name, String(value)]);
      expect(Object.fromEntries(asTexts)).toEqual(TOPICS_AS_MADE.get(address));
    }
  });

  it('says that others write the intake alone, and that it and the dead letters alone hold personal data', () => {
    const received = Object.keys(told.operations).filter(
      (name) => told.operations[name]?.action === 'receive',
    );
    expect(received).toEqual(['receive-intake']);
    const personal = Object.values(told.channels).filter(({ tags }) =>
      tags.some(({ name }) => name === 'personal-data'),
    );
    const addresses = personal.map(({ address }) => address);
    expect(addresses).toEqual(['redress.intake.v1', 'redress.intake.dead-letter.v1']);
    for (const address of addresses) expect(told.info.description).toContain(address);
  });

  it('takes no two of one name, and none that nobody makes', () => {
    const [journal] = channels(published);
    if (journal === undefined) throw new Error('there is no journal');
    expect(() => asyncApiText([journal, journal])).toThrow(RangeError);
    expect(() => asyncApiText([{ ...journal, address: 'redress.gossip.v1' }])).toThrow(RangeError);
  });
});

describe('the headers of the journal', () => {
  const validate = validatorOf(EVENT_HEADERS);
  const [event] = recordedEvents({ type: 'ComplaintAccepted', data: {} });
  const headersOf = (recorded: RecordedEvent) =>
    toMessage(recorded, { epoch: 3, sequence: 14 }, '/redress').headers;

  it.each(['with', 'without'])('are those that the relay writes, %s a fingerprint', (how) => {
    if (event === undefined) throw new Error('no event');
    const headers = headersOf(how === 'with' ? { ...event, fingerprint: 'f00d' } : event);
    expect(errorsIn(headers, validate)).toEqual([]);
    const known = Object.keys(EVENT_HEADERS.properties ?? {});
    expect(Object.keys(headers)).toEqual(
      how === 'with' ? known : known.filter((name) => name !== 'redress_fingerprint'),
    );
  });

  it('name each message by its type', () => {
    if (event === undefined) throw new Error('no event');
    expect(told.components.messages['ComplaintAccepted.v1']?.headers).toEqual({
      type: 'object',
      properties: { ce_type: { type: 'string', const: headersOf(event).ce_type } },
    });
  });
});

describe('the headers of states', () => {
  const validate = validatorOf(STATE_HEADERS);
  const record = { topic: 'state.case.v1', key: 'a', partitionKey: 'a', projection: 'cases.v3' } as const;

  it.each([
    ['a state', { ...record, value: '{}', position: '00000000000000000007' }],
    ['a state that a topic was filled with', { ...record, value: '{}', position: undefined }],
    ['a tombstone', { ...record, value: null, position: '00000000000000000007' }],
    ['a tombstone of a rebuild', { ...record, value: null, position: undefined }],
  ])('are those that %s is written with', (_, state) => {
    const { headers } = toStateMessage(state);
    expect(errorsIn(headers, validate)).toEqual([]);
    expect(Object.keys(STATE_HEADERS.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(headers)));
    expect('content-type' in headers).toBe(state.value !== null);
    expect('redress_position' in headers).toBe(state.position !== undefined);
  });
});

describe('the headers of dead letters', () => {
  const validate = validatorOf(DEAD_LETTER_HEADERS);
  const record = { key: null, value: null, headers: {}, offset: '17', isControlRecord: false, partition: 3 };
  const refusal = { code: 'invalid-request', reason: 'fact must be one of these' };

  it.each([
    ['a part of it', { ...refusal, field: 'data.fact' }],
    ['all of it', refusal],
  ])('are those that a message is put aside with where %s is wrong', (_, why) => {
    const { headers } = deadLetter(record, 'redress.intake.v1', why, Date.UTC(2026, 0, 5));
    expect(errorsIn(headers, validate)).toEqual([]);
    const known = Object.keys(DEAD_LETTER_HEADERS.properties ?? {});
    expect(Object.keys(headers)).toEqual(
      'field' in why ? known : known.filter((name) => name !== 'redress_field'),
    );
  });
});

describe('what is handed in', () => {
  const validators = new Map(
    published
      .filter(({ type }) => type.startsWith('intake.'))
      .map((schema) => [`redress.${nameOf(schema)}`, validatorOf(schema.schema)]),
  );
  const errors = ({ type, data }: { readonly type: string; readonly data: unknown }): readonly string[] => {
    const validate = validators.get(type);
    return validate === undefined ? ['unknown'] : errorsIn(data, validate);
  };
  const guide = readFileSync(join(ROOT, 'docs/intake.md'), 'utf8');
  const messages = [...guide.matchAll(/```json\n([^`]+)```/g)].map(
    ([, block]) => JSON.parse(block ?? '') as { readonly type: string; readonly data: object },
  );

  it('has a schema for each type, and the messages of the guide fit', () => {
    expect(messages.map(({ type }) => type).toSorted()).toEqual([...validators.keys()].toSorted());
    expect(messages.flatMap(errors)).toEqual([]);
  });

  it('fits as a whole, too, in structured mode', () => {
    const { payload } = told.components.messages['redress.intake.structured'] ?? {};
    const inline = (_: string, value: Schema | null): unknown =>
      published.find((schema) => `./${schemaFile(schema)}` === value?.$ref)?.schema ?? value;
    const validate = validatorOf(JSON.parse(JSON.stringify(payload), inline) as Schema);
    for (const message of messages) {
      expect(errorsIn(message, validate)).toEqual([]);
      expect(errorsIn({ ...message, type: 'redress.intake.gossip.v1' }, validate)).not.toEqual([]);
      expect(errorsIn({ ...message, id: undefined }, validate)).not.toEqual([]);
    }
  });

  it('does not fit where it would be refused', () => {
    for (const { type, data } of messages)
      expect(errors({ type, data: { ...data, gossip: 1 } })).not.toEqual([]);
    const fact = (data: object) => errors({ type: 'redress.intake.fact.v1', data });
    expect(fact({ fact: 'call-started', callbackId: 'c', agent: 'a' })).toEqual([]);
    expect(fact({ fact: 'chased', callbackId: 'c', agent: 'a' })).not.toEqual([]);
    expect(fact({ fact: 'forgotten' })).not.toEqual([]);
  });
});

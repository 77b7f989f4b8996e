import Encoder from 'kafkajs/src/protocol/encoder';
import { protocolError, type KafkaClient } from './kafka-client';

/** Which topic it is, beyond its name: one that was deleted and made anew has another id. */
export interface TopicIdentity {
  /** As Kafka's own tools show it, in base64 for URLs. */
  readonly topicId: string;
  readonly partitions: number;
}

/** The topic is not there, or not the one that it was. Nothing is read or written until a person has looked. */
export class TopicRefused extends Error {
  override readonly name = 'TopicRefused';
}

/** Connects, and asks the cluster which topic has this name. Throws TopicRefused where none has. */
export async function openTopic(client: KafkaClient, topic: string): Promise<TopicIdentity> {
  await client.connect(topic).catch((error: unknown) => {
    throw protocolError(error) === 'UNKNOWN_TOPIC_OR_PARTITION' ? missingTopic(topic) : error;
  });
  const broker = await client.cluster.findControllerBroker();
  const found = await broker.connectionPool.send({
    request: {
      apiKey: METADATA,
      apiVersion: METADATA_WITH_IDS,
      apiName: 'Metadata',
      encode: () => Promise.resolve(new Encoder().writeBuffer(metadataRequest(topic))),
    },
    response: {
      decode: (payload) => Promise.resolve(readIdentity(payload)),
      parse: (answer) => Promise.resolve(answer),
    },
  });
  if (found === undefined) throw missingTopic(topic);
  return found;
}

const missingTopic = (topic: string): TopicRefused =>
  new TopicRefused(`there is no topic ${topic}: it is made by a command, never by accident`);

/** Throws TopicRefused where a topic is not the one that it was. */
export function mustBeSame(topic: string, known: TopicIdentity, found: TopicIdentity): void {
  if (known.partitions !== found.partitions) {
    throw new TopicRefused(
      `the topic ${topic} has ${String(found.partitions)} partitions, and had ${String(known.partitions)}: keys would change their places. Give it back its number of partitions, or move to a new topic`,
    );
  }
  if (known.topicId !== found.topicId) {
    throw new TopicRefused(
      `the topic ${topic} was deleted and made anew (its id is ${found.topicId}, and was ${known.topicId}): what it held is not in it. Publish to a topic of another name from the start, or remove the relay's checkpoint to fill this one`,
    );
  }
}

const METADATA = 3;
/** The first version that tells ids; Kafka 2.8 and later. kafkajs stops at version 6. */
const METADATA_WITH_IDS = 10;

/** No tagged fields follow. */
const NO_TAGS = 0;

function metadataRequest(topic: string): Buffer {
  const name = Buffer.from(topic);
  return Buffer.concat([
    Buffer.from([NO_TAGS, 2]), // the end of the header; one topic, counted from 1
    Buffer.alloc(16), // its id: not known
    varint(name.length + 1),
    name,
    Buffer.from([NO_TAGS, 0, 0, 0, NO_TAGS]), // no creation by accident, no authorised operations
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** Reads the fields of Kafka's "flexible" messages one after the other. */
class Fields {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  take(length: number): Buffer {
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  int16(): number {
    return this.take(2).readInt16BE();
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.take(1).readUInt8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  /** Lengths and counts stand one higher than they are: 0 is null. */
  skipText(): void {
    this.take(Math.max(0, this.varint() - 1));
  }

  count(): number {
    return Math.max(0, this.varint() - 1);
  }

  skipTags(): void {
    for (let tags = this.varint(); tags > 0; tags--) {
      this.varint();
      this.take(this.varint());
    }
  }
}

/** Undefined where the topic is not there. */
function readIdentity(payload: Buffer): TopicIdentity | undefined {
  const fields = new Fields(payload);
  fields.skipTags(); // the header's
  fields.take(4); // throttle time
  for (let brokers = fields.count(); brokers > 0; brokers--) {
    fields.take(4);
    fields.skipText();
    fields.take(4);
    fields.skipText();
    fields.skipTags();
  }
  fields.skipText(); // cluster id
  fields.take(4); // controller
  fields.count(); // topics: the one
  const error = fields.int16();
  fields.skipText();
  const topicId = fields.take(16).toString('base64url');
  fields.take(1); // internal
  const partitions = fields.count();
  return error === 0 ? { topicId, partitions } : undefined;
}

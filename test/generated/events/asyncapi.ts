import { stringify } from 'yaml';
import type { ChannelDescription, MessageDescription } from './channel-description';
import { EVENTS_FOLDER } from './schema';
import { TOPICS_AS_MADE } from './topics-as-made';

/** Where the document stands, from the root of the repository; schemas stand beside it. */
export const ASYNCAPI_PATH = `${EVENTS_FOLDER}/asyncapi.yaml`;

const BINDING = '0.5.0';

/**
 * The AsyncAPI 3.0.0 document of these channels, in YAML. Throws a RangeError where two channels, or two messages, have one name, or where
 * nobody makes a topic of the address.
 */
export const asyncApiText = (channels: readonly ChannelDescription[]): string =>
  `# Generated from the code by \`npm run generate\`.\n${stringify(asyncApi(channels), { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false })}`;

function asyncApi(channels: readonly ChannelDescription[]): object {
  const personal = channels.filter(({ personalData }) => personalData).map(({ address }) => `\`${address}\``);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Redress: events and topics',
      version: '1',
      description: `What Redress writes to Kafka, and what it reads there. How to read it, and what may change: README.md beside this document.\n\nPersonal data (names, numbers, addresses, free text) is in these topics alone: ${personal.join(', ')}.`,
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{brokers}',
        protocol: 'kafka',
        description:
          'The brokers that KAFKA_BROKERS names. Topics begin with KAFKA_TOPIC_PREFIX; the addresses here have its default, `redress.`.',
        variables: { brokers: { default: '127.0.0.1:9092' } },
      },
    },
    channels: byName(channels, (channel) => [channel.name, described(channel)]),
    operations: byName(channels, ({ name, action }) => [
      `${action}-${name}`,
      { action, channel: { $ref: `#/channels/${name}` } },
    ]),
    components: {
      messageTraits: byName(channels, (channel) => [channel.name, ofEveryMessage(channel)]),
      messages: byName(
        channels.flatMap((channel) => channel.messages.map((message) => ({ channel, message }))),
        ({ channel, message }) => [message.name, ofMessage(message, channel)],
      ),
    },
  };
}

const IN_CLEAR = {
  name: 'personal-data',
  description:
    'Holds personal data in clear: let nobody read it but Redress and its operators, and keep it short.',
};
const NONE = {
  name: 'no-personal-data',
  description: 'Holds no name, number, address or free text of a person.',
};

const described = ({ address, title, description, personalData, messages }: ChannelDescription): object => ({
  address,
  title,
  description,
  tags: [personalData ? IN_CLEAR : NONE],
  messages: byName(messages, ({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
  bindings: {
    kafka: {
      topic: address,
      topicConfiguration: byName(Object.entries(settingsOf(address)), ([name, value]) => [
        name,
        setting(name, value),
      ]),
      bindingVersion: BINDING,
    },
  },
});

const ofEveryMessage = ({ headers, key, correlatedBy }: ChannelDescription): object => ({
  contentType: 'application/json',
  headers,
  ...(correlatedBy === undefined ? {} : { correlationId: { location: `$message.header#/${correlatedBy}` } }),
  bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: BINDING } },
});

const ofMessage = ({ payload, ...message }: MessageDescription, channel: ChannelDescription): object => ({
  ...message,
  traits: [{ $ref: `#/components/messageTraits/${channel.name}` }],
  payload,
});

function settingsOf(address: string): Readonly<Record<string, string>> {
  const settings = TOPICS_AS_MADE.get(address);
  if (settings === undefined) throw new RangeError(`nobody makes a topic ${address}`);
  return settings;
}

/** Kafka's own settings are texts; the binding wants numbers, and lists of policies. */
const setting = (name: string, value: string): unknown =>
  name === 'cleanup.policy' ? value.split(',') : /^-?\d+$/.test(value) ? Number(value) : value;

function byName<Item>(
  items: readonly Item[],
  entry: (item: Item) => readonly [string, unknown],
): Readonly<Record<string, unknown>> {
  const entries = items.map(entry);
  const names = new Set(entries.map(([name]) => name));
  if (names.size < entries.length) throw new RangeError(`not all names differ: ${[...names].join(', ')}`);
  return Object.fromEntries(entries);
}

import { stateTopics, type StateTopic } from '@redress/read-model';
import { PROJECTIONS } from '@redress/wiring';
import type { ChannelDescription } from './channel-description';
import { schemaBeside, type SchemaDocument } from './event-contract';
import { nameOf, type Schema } from './schema';
import { DEFAULT_PREFIX } from './topics-as-made';

/** The headers of a record of a state topic. */
export const STATE_HEADERS: Schema = {
  type: 'object',
  properties: {
    redress_projection: {
      description: 'By whose rules the state was made, such as `cases.v3`.',
      type: 'string',
      pattern: '^[a-z-]+\\.v\\d+$',
    },
    redress_position: {
      description:
        'Where the journal stands, by its header of this name, with the last event that is in the state. Not there in the tombstones of a rebuild, and where a topic was filled from what was there before.',
      type: 'string',
    },
    'content-type': { description: 'Not there in a tombstone.', type: 'string', const: 'application/json' },
  },
  required: ['redress_projection'],
};

export const stateChannels = (schemas: readonly SchemaDocument[]): readonly ChannelDescription[] =>
  stateTopics(PROJECTIONS).map((topic) => stateChannel(topic, schemas));

function stateChannel(topic: StateTopic, schemas: readonly SchemaDocument[]): ChannelDescription {
  const { address, key, description, tombstone } = topic;
  const value = schemas.find((one) => nameOf(one) === address);
  if (value === undefined) throw new Error(`${address} has no schema`);
  return {
    name: value.type,
    address: `${DEFAULT_PREFIX}${address}`,
    title: `State: ${value.type.replace('state.', '')}`,
    description: [
      `${description} Compacted: the last record of a key is its state. A new reader reads from the start; what was overwritten goes within a day.`,
      `Tombstones: ${tombstone} A tombstone stays for a week.`,
      'Records may be written again, an older one always before the newer ones come again as well: the last record of a key is its state. A reader that must not even for a moment go back drops a state whose `redress_projection` is that of the state it has of the key, and whose `redress_position` is lower. Another projection, no position and a tombstone always count.',
      'The partition is that of the case (of a callback without a case, of its stream), as in the journal: all states of a case lie together.',
    ].join('\n\n'),
    action: 'send',
    personalData: false,
    key,
    headers: STATE_HEADERS,
    messages: [
      {
        name: address,
        title: topic.valueType,
        description: value.schema.description ?? '',
        headers: { type: 'object', required: ['content-type'] },
        payload: schemaBeside(value),
      },
      {
        name: `${address}.tombstone`,
        title: 'Tombstone',
        description: tombstone,
        payload: { description: 'No value at all.', type: 'null' },
      },
    ],
  };
}

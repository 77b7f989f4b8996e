import type { ChannelDescription } from './channel-description';
import { schemaBeside, type SchemaDocument } from './event-contract';
import { EVENT_HEADERS } from './event-headers';
import { isEvent, nameOf } from './schema';
import { DEFAULT_TOPICS } from './topics-as-made';

export const journalChannel = (schemas: readonly SchemaDocument[]): ChannelDescription => ({
  name: 'journal',
  address: DEFAULT_TOPICS.journal,
  title: 'The journal: every event, for ever',
  description: [
    'Every event of Redress, as it was stored, and never in another version. Kept for ever: whoever comes later reads from the start.',
    "The partition of a record is that of Kafka's default partitioner (murmur2 of the key) over a number of partitions that never changes: all streams of one case are in one partition, in the order of the log.",
    'A stretch may be written again after a crash of the relay. Drop a record whose `redress_position` is not above the last one of the partition; what is left has every event once, with a `redress_sequence` that counts from 0 without a gap.',
  ].join('\n\n'),
  action: 'send',
  personalData: false,
  key: 'The partition key of the event: the id of the case where there is one, else the name of the stream.',
  headers: EVENT_HEADERS,
  correlatedBy: 'redress_correlationid',
  messages: schemas.filter(isEvent).map((event) => ({
    name: nameOf(event),
    title: `${event.type} v${String(event.version)}`,
    description: event.schema.description ?? '',
    headers: {
      type: 'object',
      properties: { ce_type: { type: 'string', const: `redress.${nameOf(event)}` } },
    },
    payload: schemaBeside(event),
  })),
});

import type { Schema } from './schema';

const digits = (description: string): Schema => ({ description, type: 'string', pattern: '^\\d+$' });
const instant = (description: string): Schema => ({ description, type: 'string', format: 'date-time' });
const text = (description: string): Schema => ({ description, type: 'string' });

const ALWAYS = {
  ce_specversion: { type: 'string', const: '1.0' },
  ce_id: text('Of the event. With `ce_source` it names the event for ever.'),
  ce_source: {
    description: 'Names this installation of Redress: a URI reference, `/redress` unless another is set.',
    type: 'string',
    format: 'uri-reference',
  },
  ce_type: {
    description:
      'Type and version of the event: `redress.<type>.v<version>`. It says which schema the value has.',
    type: 'string',
    pattern: '^redress\\.\\w+\\.v\\d+$',
  },
  ce_time: instant('When it happened. It may lie long before it was recorded.'),
  ce_subject: text('The stream of the event, such as `complaint-<id>` or `callback-<id>`.'),
  'content-type': { type: 'string', const: 'application/json' },
  redress_revision: digits('Counts the events of the stream from 0, without a gap.'),
  redress_position: text(
    'The place of the event in the log of all streams: opaque, and comparable as a string. It rises along a partition; a record whose position is not above the last one read was written again.',
  ),
  redress_epoch: digits('Which relay wrote the record: each one that takes over has a higher number.'),
  redress_sequence: digits(
    'Counts the events of the partition from 0, without a gap. A record that was written twice has the same number both times.',
  ),
  redress_recordedat: instant('When the store took it up. Never falls along the log.'),
  redress_actor: text(
    'Who did it, as a list in JSON: opaque id, kind (`staff`, `customer`, `integration` or `system`) and role, such as `["agent-1","staff","agent"]`.',
  ),
  redress_correlationid: text('The same for all that came of one request from outside.'),
  redress_causationid: text('What it came of: the id of a command or of another event.'),
  redress_commandid: text('The command that caused it.'),
} as const satisfies Record<string, Schema>;

/** The headers of a record of the journal: a CloudEvent 1.0 in binary mode, with what CloudEvents does not know in headers of our own. */
export const EVENT_HEADERS: Schema = {
  type: 'object',
  properties: {
    ...ALWAYS,
    redress_fingerprint: text(
      'A keyed digest of the body of that command, where it had one: to tell a resent command from another one under its key.',
    ),
  },
  required: Object.keys(ALWAYS),
};

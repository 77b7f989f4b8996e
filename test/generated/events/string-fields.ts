import { OPAQUE_ID } from '@redress/http';
import { OWN_CLOCK_NAME } from '@redress/sla';
import type { Schema } from './schema';

const ID = OPAQUE_ID.source;

/**
 * What a string in an event or state can be. Free text is not among them: it goes to the personal-data store, and its ref into the event.
 */
const KINDS = {
  id: { pattern: ID, description: 'An opaque id: it names nobody by itself.' },
  code: { pattern: ID, description: 'A code, never free text.' },
  ref: {
    pattern: ID,
    description: 'Names a text or number in the personal-data store; never the text itself.',
  },
  instant: { format: 'date-time' },
  date: { format: 'date' },
  month: { pattern: '^\\d{4}-\\d\\d$', description: 'A month, such as `2026-03`.' },
  wallTime: { pattern: '^\\d\\d:\\d\\d$' },
  hours: { pattern: '^\\d\\d:\\d\\d-\\d\\d:\\d\\d$', description: 'Hours, such as `09:00-12:30`.' },
  duration: {
    pattern: '^P(T(\\d+H)?(\\d+M)?(\\d+S)?|\\d+(BD|CD))$',
    description:
      'A duration: running time such as `PT4H`; of a target, also working days `P3BD` or calendar days `P3CD`.',
  },
  ownClock: { pattern: OWN_CLOCK_NAME.source, description: 'A clock that a policy defines.' },
  timeZone: {
    pattern: '^[A-Za-z0-9_+:/-]{1,64}$',
    description: 'A time zone (IANA), such as `Asia/Shanghai`.',
  },
  language: { pattern: '^[A-Za-z0-9-]{1,35}$', description: 'A language (BCP 47), such as `zh-Hans-CN`.' },
  currency: { pattern: '^[A-Z]{3}$', description: 'ISO 4217.' },
  /** The one exception: whoever publishes a calendar names it and its holidays. It is about days, not about persons. */
  label: { description: 'A label of a calendar or of one of its days, written by whoever published it.' },
} as const satisfies Record<string, Schema>;

type Kind = keyof typeof KINDS;

/** By the name of the type that the code gives the string. */
const TYPES: Readonly<Record<string, Kind>> = {
  IsoInstant: 'instant',
  LocalDate: 'date',
  WallTime: 'wallTime',
  LadderMark: 'code',
  OwnClockName: 'ownClock',
};

/** By the name of the field, where it means another thing in one type: `Type.field`. */
const FIELDS_OF_TYPES: Readonly<Record<string, Kind>> = {
  'StoredZone.name': 'timeZone',
  'StoredZone.tzdata': 'code',
  'StoredZone.at': 'instant',
  'SpecialDay.name': 'label',
  'CalendarDocument.description': 'label',
};

/** By the name of the field: one thing has one name. Lists go by the name of the list. Names in `Id` and `Ref` need no entry. */
const FIELDS: Readonly<Record<string, Kind>> = {
  ...all('id', 'agent', 'owner', 'previousOwner', 'into', 'raises'),
  ...all('id', 'mergedInto', 'caller'),
  ...all('id', 'requestedBy', 'resolvedBy', 'proposedBy', 'approvedBy', 'declinedBy'),
  ...all('code', 'team', 'previousTeam', 'reason', 'category', 'cause', 'item', 'reference', 'name', 'to'),
  ...all('code', 'refusalReason', 'cancelledBecause', 'because'),
  ...all('code', 'kind', 'kinds', 'unaskedKinds', 'tier', 'channel', 'pausedBy'),
  ...all(
    'duration',
    'within',
    'sameWithin',
    'apart',
    'ownerFirst',
    'opensAfter',
    'before',
    'nearMarks',
    'longest',
  ),
  ...all('code', 'starts', 'stops', 'closes', 'fact'),
  ...all('hours', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'hours'),
  ...all('date', 'day'),
  ...all('month', 'month'),
  ...all('timeZone', 'timeZone'),
  ...all('language', 'language'),
  ...all('currency', 'currency'),
};

function all(kind: Kind, ...names: readonly string[]): Record<string, Kind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/** A string in an event or state, and the names that the code has for it. */
export interface StringField {
  readonly name: string;
  /** The type that has the field, where it has a name. */
  readonly owner: string | undefined;
  /** The type of the field itself, where it has a name. */
  readonly type: string | undefined;
}

/** What a string is known to be: a pattern or format, and words for it. Undefined: nobody has said, so it may be free text. */
export function knownString({ name, owner, type }: StringField): Schema | undefined {
  const kind =
    TYPES[type ?? ''] ??
    FIELDS_OF_TYPES[`${owner ?? ''}.${name}`] ??
    FIELDS[name] ??
    (/Id$/.test(name) ? 'id' : /Ref$/.test(name) ? 'ref' : undefined);
  return kind === undefined ? undefined : KINDS[kind];
}

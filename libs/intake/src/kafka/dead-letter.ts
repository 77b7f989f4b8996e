import type { ConsumedRecord, FetchedRecord, Message } from '@redress/kafka';
import { toIso, type EpochMs, type IsoInstant } from '@redress/kernel';
import type { Refusal } from '../inbound/refusal';
import { sourceOf, textOf } from './inbound-record';

/** What a dead letter says of itself, and of where it lay. */
export interface DeadLetter extends Refusal {
  readonly source?: string;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: number };
  /** Machine time. */
  readonly failedAt: IsoInstant;
}

const REASON = 'redress_reason';
const CODE = 'redress_code';
const FIELD = 'redress_field';
const ORIGIN = 'redress_origin';
const FAILED_AT = 'redress_failed_at';
const OURS: ReadonlySet<string> = new Set([REASON, CODE, FIELD, ORIGIN, FAILED_AT]);

/** A reason is for a person to read. */
const LONGEST_REASON = 1_000;
const LONGEST_FIELD = 200;

/** A record that could not be taken, as it came, and beside it what is wrong. */
export const deadLetter = (
  record: ConsumedRecord,
  topic: string,
  { code, reason, field }: Refusal,
  failedAt: EpochMs,
): Message => ({
  key: record.key,
  value: record.value,
  headers: {
    ...asTheyCame(record),
    [REASON]: reason.slice(0, LONGEST_REASON),
    [CODE]: code,
    ...(field === undefined ? {} : { [FIELD]: field.slice(0, LONGEST_FIELD) }),
    [ORIGIN]: `${topic}/${String(record.partition)}/${record.offset}`,
    [FAILED_AT]: toIso(failedAt),
  },
});

/** The record that became a dead letter, as it came. */
export const putBack = (record: FetchedRecord): Message => ({
  key: record.key,
  value: record.value,
  headers: asTheyCame(record),
});

/** What a record of the dead-letter topic says; what somebody else put there says little. */
export function readDeadLetter(record: FetchedRecord): DeadLetter {
  const { headers } = record;
  const [, topic = '', partition = '0', offset = '0'] =
    /^(.+)\/(\d{1,9})\/(\d{1,15})$/.exec(textOf(headers, ORIGIN) ?? '') ?? [];
  const [field, source] = [textOf(headers, FIELD), sourceOf(record)];
  return {
    code: textOf(headers, CODE) ?? 'unknown',
    reason: textOf(headers, REASON) ?? '',
    ...(field === undefined ? {} : { field }),
    ...(source === undefined ? {} : { source }),
    origin: { topic, partition: Number(partition), offset: Number(offset) },
    failedAt: textOf(headers, FAILED_AT) ?? '',
  };
}

/** All headers but those of a dead letter. kafkajs writes no null: it becomes empty. */
const asTheyCame = ({ headers }: FetchedRecord): Message['headers'] =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OURS.has(name))
      .map(([name, header]) => [name, header ?? Buffer.alloc(0)]),
  );

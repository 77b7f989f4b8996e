import type { EpochMs } from '@redress/kernel';

/** What outside systems can hand in, by the `type` of the CloudEvent. */
export const MESSAGE_TYPES = [
  'redress.intake.complaint.v1',
  'redress.intake.contact.v1',
  'redress.intake.fact.v1',
  'redress.intake.signal.v1',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** A message of an outside system, however it came in. `source` and `id` name it: the same two are the same message. */
export interface InboundMessage {
  readonly source: string;
  readonly id: string;
  readonly type: MessageType;
  /** When what it tells happened; left out: now. */
  readonly time?: EpochMs;
  /** Not looked into yet. */
  readonly data: unknown;
}

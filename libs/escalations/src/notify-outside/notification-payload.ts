import { toIso, type RecordedEvent } from '@redress/kernel';
import type { ToldRole } from '@redress/sla';

/** Whom a step of a ladder tells. */
export interface Told {
  readonly role: ToldRole;
  /** Who has the case; null: it lies in the pool of its team. */
  readonly agent: string | null;
}

/** What a webhook is sent, and a mail is made of: Standard Webhooks' `type`, `timestamp` and `data`, and where the event stands. */
export interface NotificationPayload {
  readonly type: string;
  /** When it was recorded. */
  readonly timestamp: string;
  /** The event's own data, after its published schema of this version. */
  readonly data: object;
  readonly event: {
    readonly id: string;
    readonly version: number;
    readonly stream: string;
    readonly revision: number;
    /** The case, where there is one. */
    readonly partitionKey: string;
    readonly occurredAt: string;
  };
  readonly told?: Told;
  /** The page of the case. */
  readonly link?: string;
}

export function payloadOf(
  event: RecordedEvent,
  { told, link }: { readonly told: Told | undefined; readonly link: string | undefined },
): NotificationPayload {
  const { id, type, version, stream, revision, partitionKey, occurredAt, recordedAt, data } = event;
  return {
    type,
    timestamp: toIso(recordedAt),
    data,
    event: { id, version, stream, revision, partitionKey, occurredAt: toIso(occurredAt) },
    ...(told === undefined ? {} : { told }),
    ...(link === undefined ? {} : { link: link.replaceAll('{case}', encodeURIComponent(partitionKey)) }),
  };
}

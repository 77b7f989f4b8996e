import { DomainError, newId, type CommandOrigin } from '@redress/kernel';
import type { Pool } from 'pg';
import {
  notificationId,
  type LeasedNotification,
  type NewNotification,
  type Notification,
} from '../notification';
import type {
  Address,
  FailedAttempt,
  NotificationOutbox,
  NotificationQuestion,
  ReplayRange,
  Standing,
} from '../notification-outbox';
import {
  CLOSE,
  DELIVERED,
  FAILED,
  FORGET,
  GIVE_UP,
  LEASE,
  LIST,
  PUT,
  REPLAY,
  RETRY,
  STANDING,
} from './outbox-statements';

interface ListedRow extends Pick<Notification, 'id' | 'destination' | 'state' | 'attempts'> {
  readonly recipient: string | null;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly lastError: string | null;
  readonly putAt: Date;
  readonly nextAt: Date | null;
  readonly settledAt: Date | null;
}

/** The NotificationOutbox in the schema `notifications` of a PostgreSQL. */
export class PostgresNotificationOutbox implements NotificationOutbox {
  /** @param pool stays the caller's to end */
  constructor(private readonly pool: Pool) {}

  async put(entries: readonly NewNotification[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(({ destination, recipient, event: { id: eventId, ...event }, payload }) => ({
      id: notificationId(eventId, destination),
      ...{ destination, recipient: recipient ?? null, eventId, ...event, payload },
    }));
    await this.#rows(PUT, [JSON.stringify(rows)]);
  }

  async lease(
    { name, address }: Address,
    { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
  ): Promise<readonly LeasedNotification[]> {
    const lease = newId();
    const rows = await this.#rows<{
      id: string;
      recipient: string | null;
      event: Omit<LeasedNotification['event'], 'recordedAt'>;
      recordedAt: string;
      body: string;
    }>(LEASE, [name, address, limit, leaseMs, lease]);
    return rows.map(({ id, recipient, event, recordedAt, body }) => ({
      ...{ id, destination: name, lease, body },
      ...(recipient === null ? {} : { recipient }),
      event: { ...event, recordedAt: Number(recordedAt) },
      payload: JSON.parse(body) as object,
    }));
  }

  async delivered({ id, lease }: Pick<LeasedNotification, 'id' | 'lease'>): Promise<boolean> {
    return (await this.#rows(DELIVERED, [id, lease])).length > 0;
  }

  async failed(
    { id, lease }: Pick<LeasedNotification, 'id' | 'lease'>,
    { error, backoff: { firstMs, maxMs }, giveUpAfterMs }: FailedAttempt,
  ): Promise<'waiting' | 'failed' | undefined> {
    const [row] = await this.#rows<{ state: 'waiting' | 'failed' }>(FAILED, [
      ...[id, lease, error],
      ...[firstMs, maxMs, giveUpAfterMs],
    ]);
    return row?.state;
  }

  async giveUp(options: {
    readonly unless: readonly string[];
    readonly error: string;
    readonly giveUpAfterMs: number;
  }): Promise<number> {
    const { unless, error, giveUpAfterMs } = options;
    return (await this.#rows(GIVE_UP, [[...unless], error, giveUpAfterMs])).length;
  }

  async forget({ deliveredForMs }: { readonly deliveredForMs: number }): Promise<number> {
    return (await this.#rows(FORGET, [deliveredForMs])).length;
  }

  async close({ name, address }: Address): Promise<void> {
    await this.#rows(CLOSE, [name, address]);
  }

  async closed(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#rows<{ destination: string; address: string }>(
      'SELECT destination, address FROM notifications.closed',
      [],
    );
    return new Map(rows.map(({ destination, address }) => [destination, address]));
  }

  async standing(): Promise<ReadonlyMap<string, Standing>> {
    const rows = await this.#rows<{
      destination: string;
      waiting: number;
      failed: number;
      oldestWaitingMs: number | null;
    }>(STANDING, []);
    return new Map(
      rows.map(({ destination, waiting, failed, oldestWaitingMs }) => [
        destination,
        { waiting, failed, oldestWaitingMs: oldestWaitingMs ?? undefined },
      ]),
    );
  }

  async list(question: NotificationQuestion): Promise<readonly Notification[]> {
    const { state = null, destination = null, after, limit } = question;
    const place = [after?.position ?? null, after?.id ?? null];
    const rows = await this.#rows<ListedRow>(LIST, [state, destination, ...place, limit]);
    return rows.map(notificationOf);
  }

  async replay(
    { destination, from, to }: ReplayRange,
    origin: CommandOrigin,
  ): Promise<{ readonly entries: number; readonly changed: boolean }> {
    const what = { replay: destination, from, to };
    const [row] = await this.#order<{ entries: string }>(REPLAY, [destination, from, to], { what, origin });
    return row === undefined
      ? { entries: 0, changed: false }
      : { entries: Number(row.entries), changed: true };
  }

  async retry(
    id: string,
    origin: CommandOrigin,
  ): Promise<{ readonly attempts: number; readonly changed: boolean }> {
    const [found] = await this.#rows<{ attempts: number }>(
      'SELECT attempts FROM notifications.outbox WHERE id = $1',
      [id],
    );
    if (found === undefined)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    const { attempts } = found;
    if (origin.ifMatch !== undefined && origin.ifMatch !== attempts) {
      throw new DomainError('precondition', 'revision-stale', 'This has changed since you read it.', {
        revision: attempts,
      });
    }
    const done = await this.#order(RETRY, [id], { what: { retry: id }, origin });
    return { attempts, changed: done.length > 0 };
  }

  /** Does what a command says, once: none of its rows where it was done before. */
  async #order<Row extends object>(
    text: string,
    values: readonly unknown[],
    { what, origin }: { readonly what: object; readonly origin: CommandOrigin },
  ): Promise<Row[]> {
    const { commandId, fingerprint = null, actor } = origin;
    const order = [commandId, fingerprint, actor.id, JSON.stringify(what)];
    const rows = await this.#rows<Row>(text, [...order, ...values]);
    if (rows.length > 0) return rows;
    const [known] = await this.#rows<{ fingerprint: string | null }>(
      'SELECT fingerprint FROM notifications.orders WHERE command_id = $1',
      [commandId],
    );
    if (known !== undefined && known.fingerprint !== fingerprint) {
      throw new DomainError(
        'invalid',
        'idempotency-key-reused',
        'This Idempotency-Key was used before with another request body; use a new key for a new command.',
      );
    }
    return [];
  }

  async #rows<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }
}

const notificationOf = (row: ListedRow): Notification => ({
  ...{ id: row.id, destination: row.destination, state: row.state, attempts: row.attempts },
  ...(row.recipient === null ? {} : { recipient: row.recipient }),
  event: {
    ...{ id: row.eventId, type: row.type, stream: row.stream, position: row.position },
    recordedAt: Number(row.recordedAt),
  },
  lastError: row.lastError ?? undefined,
  putAt: row.putAt.getTime(),
  nextAt: row.nextAt?.getTime(),
  settledAt: row.settledAt?.getTime(),
});

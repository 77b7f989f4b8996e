/**
 * Senders of notifications, each to a destination named as its point, which it comes to and goes no further, to be killed there:
 * held-senders.process.ts DATABASE_URL RECEIVER_URL SECRET HELD|FREE. Prints `at POINT` when one has come to it; a free one goes on.
 */
import { NotificationSender, webhookChannel, type NotificationOutbox } from '@redress/notifications';
import { PostgresNotificationOutbox } from '@redress/notifications/postgres';
import { Pool } from 'pg';
import { SENDING_POINTS, type SendingPoint } from './fault-points';
import { holding } from './holding';

/** What is claimed is the dead sender's for so long. */
const LEASE_MS = 1_000;

const [databaseUrl = '', receiverUrl = '', secret = '', mode = ''] = process.argv.slice(2);

const outbox = new PostgresNotificationOutbox(new Pool({ connectionString: databaseUrl, max: 10 }));
for (const point of SENDING_POINTS) {
  const held = holding<NotificationOutbox, SendingPoint>(outbox, point, {
    lease: [undefined, 'claimed'],
    delivered: ['answered', 'recorded'],
  });
  const url = `${receiverUrl}/${point}`;
  NotificationSender.start({
    outbox: mode === 'HELD' ? held : outbox,
    channels: () => [webhookChannel({ name: point, url, secrets: () => Promise.resolve([secret]) })],
    leaseMs: LEASE_MS,
    idleMs: 20,
  });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ClocksModule, RecordDueMarks } from '@redress/clocks';
import { EscalationsModule, NotificationBook } from '@redress/escalations';
import { SYSTEM_ACTOR, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { NOTIFICATION_OUTBOX, type NotificationOutbox } from '@redress/notifications';
import { notificationMigrations, PostgresNotificationOutbox } from '@redress/notifications/postgres';
import { PublishPolicy } from '@redress/policies';
import type { LadderStep } from '@redress/sla';
import { createTestDatabase, originOf, promise } from '@redress/testing';
import { runDesk, type RunningDesk } from './running-desk';

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;

/** A desk whose cases have a ladder, with an outbox, and a document that says whom to tell. */
export interface EscalationDesk {
  readonly desk: RunningDesk;
  readonly outbox: NotificationOutbox;
  readonly book: NotificationBook;
  /** Its document says this from now on. */
  tell(document: string): void;
  /** Lets that many minutes pass; then as many timekeepers look at a case at the same time. */
  look(complaintId: string, minutes: number, timekeepers?: number): Promise<void>;
  /** The facts of a case of one type. */
  facts(complaintId: string, type: string): Promise<readonly RecordedEvent[]>;
  stop(): Promise<void>;
}

/** Cases are resolved within 100 minutes, with marks at 50 and 80 %; a supervision order is answered within an hour. */
export async function runEscalationDesk(
  ladder: readonly LadderStep[],
  document = 'name: nobody\ndestinations: {}\n',
): Promise<EscalationDesk> {
  const clock = new VirtualClock(START);
  const database = await createTestDatabase([notificationMigrations]);
  const outbox = new PostgresNotificationOutbox(database.pool);
  const folder = mkdtempSync(join(tmpdir(), 'redress-notifications-'));
  const file = join(folder, 'duty.yaml');
  writeFileSync(file, document);
  const book = NotificationBook.open(file);
  const parts = [
    { provide: NOTIFICATION_OUTBOX, useValue: outbox },
    { provide: NotificationBook, useValue: book },
  ];

  @Global()
  @Module({ providers: parts, exports: parts.map(({ provide }) => provide) })
  class OutboxModule {}

  const desk = await runDesk({ clock, modules: [OutboxModule, ClocksModule, EscalationsModule] });
  const targets = [
    promise('resolution', 'PT100M', { marks: [50, 80], ladder }),
    promise('supervision', 'PT1H'),
  ];
  const policy = { name: 'round-the-clock', rules: [{ match: {}, targets }] };
  await desk.bus.execute(new PublishPolicy({ ...policy, effectiveFrom: START }, originOf()));
  clock.advanceTo(START + MINUTE);
  return {
    desk,
    outbox,
    book,
    tell(text) {
      writeFileSync(file, text);
      book.look();
    },
    async look(complaintId, minutes, timekeepers = 1) {
      clock.advanceTo(clock.now() + minutes * MINUTE);
      const looks = Array.from({ length: timekeepers }, () =>
        desk.bus.execute(
          new RecordDueMarks(`complaint-${complaintId}`, complaintId, originOf({ actor: SYSTEM_ACTOR })),
        ),
      );
      await Promise.all(looks);
    },
    facts: async (complaintId, type) =>
      (await desk.caseFacts(complaintId)).filter((event) => event.type === type),
    async stop() {
      await desk.stop();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  decodeCursor,
  encodeCursor,
  encodeReadToken,
  originOf,
  PathId,
  QuestionEndpoint,
  type CommandOutcome,
  type Page,
} from '@redress/http';
import { DomainError, fromIso } from '@redress/kernel';
import { NOTIFICATION_OUTBOX, type NotificationOutbox } from '@redress/notifications';
import {
  NotificationListQuestion,
  OutsideNotification,
  outsideNotificationOf,
  ReplayNotificationsBody,
  ReplayOutcome,
} from './notification.dto';

const SUPERVISORS = ['supervisor'] as const;

/** What is sent is no event: no question has to wait for it. */
const NOTHING_TO_READ = encodeReadToken({ partition: 0, position: '' });

@Controller('notifications')
export class NotificationsController {
  constructor(@Inject(NOTIFICATION_OUTBOX) private readonly outbox: NotificationOutbox) {}

  @Get()
  @QuestionEndpoint({
    summary: 'What the outside was told, or is to be told',
    description:
      'Each event and destination, the newest events first. What was delivered is kept for 30 days.',
    roles: SUPERVISORS,
    answer: { pageOf: OutsideNotification },
  })
  async notificationList(@Query() question: NotificationListQuestion): Promise<Page<OutsideNotification>> {
    const { state, destination, limit, cursor } = question;
    const found = await this.outbox.list({
      ...(state === undefined ? {} : { state }),
      ...(destination === undefined ? {} : { destination }),
      ...(cursor === undefined ? {} : { after: placeIn(cursor) }),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(outsideNotificationOf),
      ...(found.length > items.length && last !== undefined
        ? { nextCursor: encodeCursor(last.event.position, last.id) }
        : {}),
    };
  }

  @Post('replay')
  @CommandEndpoint({
    summary: 'Tell a destination again what was recorded in a range of time',
    description:
      'With the same idempotency keys, in the order of each stream; whatever became of them before. A destination that had said that it is gone is open again.',
    roles: SUPERVISORS,
    answer: ReplayOutcome,
  })
  async replayNotifications(
    @Body() body: ReplayNotificationsBody,
    @CommandContext() context: CommandContext,
  ): Promise<ReplayOutcome> {
    const { destination } = body;
    const [from, to] = [fromIso(body.from), fromIso(body.to)];
    if (from >= to) {
      const [code, reason] = ['range-empty', 'must lie after from'];
      throw new DomainError('invalid', code, `to ${reason}.`, { errors: [{ field: 'to', code, reason }] });
    }
    const { entries, changed } = await this.outbox.replay({ destination, from, to }, originOf(context));
    return { id: destination, revision: 0, readToken: NOTHING_TO_READ, changed, entries };
  }

  @Post(':id/retry')
  @CommandEndpoint({
    summary: 'Send one notification now',
    description: 'Whatever became of it before. Its revision is the number of attempts.',
    roles: SUPERVISORS,
  })
  async retryNotification(
    @PathId() id: string,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { attempts, changed } = await this.outbox.retry(id, originOf(context));
    return { id, revision: attempts, readToken: NOTHING_TO_READ, changed };
  }
}

function placeIn(cursor: string): { readonly position: string; readonly id: string } {
  const [position, id] = decodeCursor(cursor, 'string', 'string');
  return { position, id };
}

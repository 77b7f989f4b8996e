import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import {
  ApiProblems,
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
import { NotificationBook } from '../notification-channels/notification-book';
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
  constructor(
    @Inject(NOTIFICATION_OUTBOX) private readonly outbox: NotificationOutbox,
    private readonly book: NotificationBook,
  ) {}

  @Get()
  @QuestionEndpoint({
    summary: 'What the outside was told, or is to be told',
    description:
      'Each event and destination, the newest events first. What was delivered is kept for 30 days.',
    roles: SUPERVISORS,
    answer: { pageOf: OutsideNotification },
  })
  @ApiProblems(422)
  async notificationList(@Query() question: NotificationListQuestion): Promise<Page<OutsideNotification>> {
    const { state, destination, limit, cursor } = question;
    if (destination !== undefined) await this.#assertHeardOf(destination);
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
    // What is for others would wait until it is given up: nobody sends to them.
    if (!this.#destinations().includes(destination)) throw this.#unknown(destination);
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

  #destinations(): readonly string[] {
    return this.book.rules.destinations.map(({ name }) => name);
  }

  /** What was taken out of the document can still be asked about. */
  async #assertHeardOf(destination: string): Promise<void> {
    if (this.#destinations().includes(destination)) return;
    const [entry] = await this.outbox.list({ destination, limit: 1 });
    if (entry === undefined) throw this.#unknown(destination);
  }

  #unknown(destination: string): DomainError {
    const [code, known] = ['destination-unknown', this.#destinations()];
    const reason =
      known.length === 0
        ? 'can name none: the document of notifications has no destinations'
        : `must be in the document of notifications: ${known.join(', ')}`;
    return new DomainError('invalid', code, `There is no destination ${destination}: it ${reason}.`, {
      errors: [{ field: 'destination', code, reason }],
      known,
    });
  }
}

function placeIn(cursor: string): { readonly position: string; readonly id: string } {
  const [position, id] = decodeCursor(cursor, 'string', 'string');
  return { position, id };
}

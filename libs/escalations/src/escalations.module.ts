import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnEscalation } from './act-on-escalation/act-on-escalation.automation';
import { NotificationsController } from './notification-list/notifications.controller';
import { NotifyOutside } from './notify-outside/notify-outside.automation';

const AUTOMATIONS = [ActOnEscalation, NotifyOutside];

/**
 * What follows from the steps of escalation ladders, and what the outside is told. The app provides the engines, the outbox and the
 * NotificationBook, and runs the automations, which this exports.
 */
@Module({
  imports: [CqrsModule],
  controllers: [NotificationsController],
  providers: AUTOMATIONS,
  exports: AUTOMATIONS,
})
export class EscalationsModule {}

import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApprovalsModule } from '@redress/approvals';
import { AutomationRunner, type Automation } from '@redress/automation';
import { BOARD_PROBLEMS, BoardModule } from '@redress/board';
import { CALLBACK_PROBLEMS, CallbacksModule } from '@redress/callbacks';
import { ClocksModule } from '@redress/clocks';
import { COMPLAINT_PROBLEMS, ComplaintsModule } from '@redress/complaints';
import { CustomersModule } from '@redress/customers';
import { ESCALATION_PROBLEMS, EscalationsModule, NotificationBook } from '@redress/escalations';
import { INTAKE_PROBLEMS, INTAKE_WEBHOOK_SECRET, IntakeModule } from '@redress/intake';
import type { Clock } from '@redress/kernel';
import { MetricsModule } from '@redress/metrics';
import {
  AutomationsModule,
  CommandTelemetryModule,
  EnginesModule,
  loggingModule,
  openAutomations,
  PROBLEM_CATALOGUES,
  type Engines,
} from '@redress/platform';
import {
  CalendarLearningStore,
  PoliciesModule,
  POLICY_PROBLEMS,
  type DocumentsInForce,
} from '@redress/policies';
import { PROMISE_PROBLEMS, PromisesModule } from '@redress/promises';
import { QUEUE_PROBLEMS, QueuesModule } from '@redress/queues';
import { RESOLUTION_PROBLEMS, ResolutionsModule } from '@redress/resolutions';
import { SUBJECT_PROBLEMS, SubjectsModule } from '@redress/subjects';
import { WHAT_IF_PROBLEMS, WhatIfModule } from '@redress/what-if';
import type { Logger } from 'pino';
import { AUTOMATIONS } from './automations';

/** What the features run on. */
export interface RedressParts {
  readonly engines: Engines;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly inForce: DocumentsInForce;
  /** What the senders to the webhook sign with; undefined: it is off. */
  readonly webhookSecret?: string | undefined;
  /** Whom to tell outside. */
  readonly notificationBook: NotificationBook;
}

/**
 * All features on one set of engines: their commands, their questions, and what can be started on them (AutomationRunner, Timekeeper). A
 * process that takes requests imports it beside HttpModule.
 */
@Module({})
export class RedressModule {
  static on({
    engines: given,
    clock,
    logger,
    inForce,
    webhookSecret,
    notificationBook,
  }: RedressParts): DynamicModule {
    // Whatever is read names calendars, and another process may have published them.
    const engines = { ...given, store: new CalendarLearningStore(given.store) };
    const parts = [
      { provide: INTAKE_WEBHOOK_SECRET, useValue: webhookSecret },
      { provide: NotificationBook, useValue: notificationBook },
      {
        provide: AutomationRunner,
        inject: [...AUTOMATIONS],
        useFactory: (...automations: Automation[]) =>
          openAutomations(automations, { engines, clock, logger }),
      },
      {
        provide: PROBLEM_CATALOGUES,
        useValue: [
          POLICY_PROBLEMS,
          COMPLAINT_PROBLEMS,
          RESOLUTION_PROBLEMS,
          CALLBACK_PROBLEMS,
          SUBJECT_PROBLEMS,
          INTAKE_PROBLEMS,
          QUEUE_PROBLEMS,
          BOARD_PROBLEMS,
          PROMISE_PROBLEMS,
          ESCALATION_PROBLEMS,
          WHAT_IF_PROBLEMS,
        ],
      },
    ];
    return {
      module: RedressModule,
      global: true,
      imports: [
        loggingModule(logger),
        EnginesModule.on(engines, clock),
        CqrsModule.forRoot(),
        CommandTelemetryModule,
        AutomationsModule,
        PoliciesModule.for(inForce),
        ClocksModule,
        CustomersModule,
        ComplaintsModule,
        ResolutionsModule,
        CallbacksModule,
        SubjectsModule,
        IntakeModule,
        QueuesModule,
        BoardModule,
        ApprovalsModule,
        PromisesModule,
        MetricsModule,
        EscalationsModule,
        WhatIfModule,
      ],
      providers: parts,
      exports: [ClocksModule, IntakeModule, ...parts.map(({ provide }) => provide)],
    };
  }
}

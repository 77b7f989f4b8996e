import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApprovalsModule } from '@redress/approvals';
import { AutomationRunner, type Automation } from '@redress/automation';
import { BOARD_PROBLEMS, BoardModule } from '@redress/board';
import { CALLBACK_PROBLEMS, CallbacksModule } from '@redress/callbacks';
import { ClocksModule, Timekeeper } from '@redress/clocks';
import { COMPLAINT_PROBLEMS, ComplaintsModule } from '@redress/complaints';
import { CustomersModule } from '@redress/customers';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { FINGERPRINT_KEY, TOKEN_VERIFIER, type TokenVerifier } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { MetricsModule } from '@redress/metrics';
import {
  AutomationsModule,
  HEALTH_CHECKS,
  HttpModule,
  loggingModule,
  openAutomations,
  PROBLEM_CATALOGUES,
  type Engines,
} from '@redress/platform';
import { PoliciesModule, type DocumentsInForce } from '@redress/policies';
import { PROMISE_PROBLEMS, PromisesModule } from '@redress/promises';
import { QUEUE_PROBLEMS, QueuesModule } from '@redress/queues';
import { ReadModel } from '@redress/read-model';
import { RESOLUTION_PROBLEMS, ResolutionsModule } from '@redress/resolutions';
import type { Logger } from 'pino';
import { AUTOMATIONS } from './automations';

/** What the features run on. */
export interface RedressParts {
  readonly engines: Engines;
  readonly clock: Clock;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly inForce: DocumentsInForce;
}

/** All features on one set of engines. */
@Module({})
export class RedressModule {
  static on({ engines, clock, verifier, logger, inForce }: RedressParts): DynamicModule {
    const parts = [
      { provide: EVENT_STORE, useValue: engines.store },
      { provide: EVENT_FEED, useValue: engines.feed },
      { provide: PERSONAL_DATA, useValue: engines.personalData },
      { provide: ReadModel, useValue: engines.readModel },
      { provide: CLOCK, useValue: clock },
      { provide: TOKEN_VERIFIER, useValue: verifier },
      { provide: FINGERPRINT_KEY, useValue: engines.fingerprintKey },
      {
        provide: HEALTH_CHECKS,
        inject: [Timekeeper, AutomationRunner],
        useFactory: (timekeeper: Timekeeper, automations: AutomationRunner) => [
          ...engines.healthChecks,
          timekeeper,
          automations,
        ],
      },
      {
        provide: AutomationRunner,
        inject: [...AUTOMATIONS],
        useFactory: (...automations: Automation[]) =>
          openAutomations(automations, { engines, clock, logger }),
      },
      {
        provide: PROBLEM_CATALOGUES,
        useValue: [
          COMPLAINT_PROBLEMS,
          RESOLUTION_PROBLEMS,
          CALLBACK_PROBLEMS,
          QUEUE_PROBLEMS,
          BOARD_PROBLEMS,
          PROMISE_PROBLEMS,
        ],
      },
    ];
    return {
      module: RedressModule,
      global: true,
      imports: [
        loggingModule(logger),
        CqrsModule.forRoot(),
        HttpModule,
        AutomationsModule,
        PoliciesModule.for(inForce),
        ClocksModule,
        CustomersModule,
        ComplaintsModule,
        ResolutionsModule,
        CallbacksModule,
        QueuesModule,
        BoardModule,
        ApprovalsModule,
        PromisesModule,
        MetricsModule,
      ],
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    };
  }
}

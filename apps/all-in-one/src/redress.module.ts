import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { BOARD_PROBLEMS, BoardModule } from '@redress/board';
import { ClocksModule, Timekeeper } from '@redress/clocks';
import { COMPLAINT_PROBLEMS, ComplaintsModule } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { FINGERPRINT_KEY, TOKEN_VERIFIER, type TokenVerifier } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { PERSONAL_DATA } from '@redress/personal-data';
import { MetricsModule } from '@redress/metrics';
import {
  HEALTH_CHECKS,
  HttpModule,
  loggingModule,
  PROBLEM_CATALOGUES,
  type Engines,
} from '@redress/platform';
import { PoliciesModule } from '@redress/policies';
import { QUEUE_PROBLEMS, QueuesModule } from '@redress/queues';
import { ReadModel } from '@redress/read-model';
import type { Logger } from 'pino';

/** What the features run on. */
export interface RedressParts {
  readonly engines: Engines;
  readonly clock: Clock;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  /** The name of the policy that new cases fall under. */
  readonly policy: string;
}

/** All features on one set of engines. */
@Module({})
export class RedressModule {
  static on({ engines, clock, verifier, logger, policy }: RedressParts): DynamicModule {
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
        inject: [Timekeeper],
        useFactory: (timekeeper: Timekeeper) => [...engines.healthChecks, timekeeper],
      },
      { provide: PROBLEM_CATALOGUES, useValue: [COMPLAINT_PROBLEMS, QUEUE_PROBLEMS, BOARD_PROBLEMS] },
    ];
    return {
      module: RedressModule,
      global: true,
      imports: [
        loggingModule(logger),
        CqrsModule.forRoot(),
        HttpModule,
        PoliciesModule.forPolicy(policy),
        ClocksModule,
        ComplaintsModule,
        QueuesModule,
        BoardModule,
        MetricsModule,
      ],
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { FINGERPRINT_KEY } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { NOTIFICATION_OUTBOX } from '@redress/notifications';
import { PERSONAL_DATA } from '@redress/personal-data';
import { Past, ReadModel } from '@redress/read-model';
import { TELEMETRY } from '../telemetry';
import type { Engines } from './engines';

/** The engines and the clock of a process, for all modules. */
@Module({})
export class EnginesModule {
  static on(engines: Engines, clock: Clock): DynamicModule {
    const parts = [
      { provide: EVENT_STORE, useValue: engines.store },
      { provide: EVENT_FEED, useValue: engines.feed },
      { provide: PERSONAL_DATA, useValue: engines.personalData },
      { provide: ReadModel, useValue: engines.readModel },
      { provide: Past, useValue: new Past({ ...engines, clock }) },
      { provide: NOTIFICATION_OUTBOX, useValue: engines.notifications },
      { provide: CLOCK, useValue: clock },
      { provide: TELEMETRY, useValue: engines.telemetry },
      { provide: FINGERPRINT_KEY, useValue: engines.fingerprintKey },
    ];
    return {
      module: EnginesModule,
      global: true,
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    };
  }
}

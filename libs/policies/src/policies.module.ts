import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CalendarLibrary } from './calendar-library/calendar-library';
import { CalendarLibraryController } from './calendar-library/calendar-library.controller';
import { ChangePolicyHandler } from './change-policy/change-policy.handler';
import { AuthorityShelf, ContactPolicyShelf, IntakeRulesShelf, PolicyShelf } from './document-lookup/shelves';
import { DraftPolicyController } from './draft-policy/draft-policy.controller';
import { PolicyLibrary } from './policy-library/policy-library';
import { PolicyLibraryController } from './policy-library/policy-library.controller';
import { PublishCalendarController } from './publish-calendar/publish-calendar.controller';
import { PublishCalendarHandler } from './publish-calendar/publish-calendar.handler';
import {
  PublishAuthorityLimitsHandler,
  PublishContactPolicyHandler,
  PublishIntakeRulesHandler,
  PublishPolicyHandler,
} from './publish-document/publish-document.handler';
import { PublicationProgressController } from './publication-progress/publication-progress.controller';
import { RecordProgressHandler } from './publication-progress/record-progress.handler';
import { PublishDraftController } from './publish-draft/publish-draft.controller';
import { WithdrawCalendarController } from './withdraw-calendar/withdraw-calendar.controller';
import { WithdrawCalendarHandler } from './withdraw-calendar/withdraw-calendar.handler';
import { WithdrawPolicyController } from './withdraw-policy/withdraw-policy.controller';

/** The names of the documents in force. */
export interface DocumentsInForce {
  /** The policy that new cases fall under. */
  readonly policy: string;
  /** How and when customers are called. */
  readonly contactPolicy: string;
  /** Who may approve remedies of what cost. */
  readonly authority: string;
  /** Which signals become cases. Default: proactive. */
  readonly intakeRules?: string;
}

@Module({})
export class PoliciesModule {
  static for({
    policy,
    contactPolicy,
    authority,
    intakeRules = 'proactive',
  }: DocumentsInForce): DynamicModule {
    const shelf = <Shelf>(Shelf: new (store: EventStore, inForce: string) => Shelf, inForce: string) => ({
      provide: Shelf,
      inject: [EVENT_STORE],
      useFactory: (store: EventStore) => new Shelf(store, inForce),
    });
    return {
      module: PoliciesModule,
      global: true,
      imports: [CqrsModule],
      controllers: [
        DraftPolicyController,
        PublishDraftController,
        WithdrawPolicyController,
        PolicyLibraryController,
        PublicationProgressController,
        PublishCalendarController,
        WithdrawCalendarController,
        CalendarLibraryController,
      ],
      providers: [
        shelf(PolicyShelf, policy),
        shelf(ContactPolicyShelf, contactPolicy),
        shelf(AuthorityShelf, authority),
        shelf(IntakeRulesShelf, intakeRules),
        PublishPolicyHandler,
        PublishContactPolicyHandler,
        PublishAuthorityLimitsHandler,
        PublishIntakeRulesHandler,
        PublishCalendarHandler,
        ChangePolicyHandler,
        RecordProgressHandler,
        WithdrawCalendarHandler,
        PolicyLibrary,
        CalendarLibrary,
      ],
      exports: [PolicyShelf, ContactPolicyShelf, AuthorityShelf, IntakeRulesShelf],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { AuthorityShelf, ContactPolicyShelf, IntakeRulesShelf, PolicyShelf } from './document-lookup/shelves';
import { PublishCalendarHandler } from './publish-calendar/publish-calendar.handler';
import {
  PublishAuthorityLimitsHandler,
  PublishContactPolicyHandler,
  PublishIntakeRulesHandler,
  PublishPolicyHandler,
} from './publish-document/publish-document.handler';

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
      ],
      exports: [PolicyShelf, ContactPolicyShelf, AuthorityShelf, IntakeRulesShelf],
    };
  }
}

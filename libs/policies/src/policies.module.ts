import { Module, type DynamicModule } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { PolicyShelf } from './policy-lookup/policy-shelf';
import { PublishPolicyHandler } from './publish-policy/publish-policy.handler';

@Module({})
export class PoliciesModule {
  /** @param inForce the name of the policy that new cases fall under */
  static forPolicy(inForce: string): DynamicModule {
    return {
      module: PoliciesModule,
      global: true,
      providers: [
        {
          provide: PolicyShelf,
          inject: [EVENT_STORE],
          useFactory: (store: EventStore) => new PolicyShelf(store, inForce),
        },
        PublishPolicyHandler,
      ],
      exports: [PolicyShelf],
    };
  }
}

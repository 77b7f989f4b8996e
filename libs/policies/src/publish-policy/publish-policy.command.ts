import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { PolicyDocument } from '../domain/policy-decider';

/** Publishes a version of a policy, where it says something new. */
export class PublishPolicy extends Command<Decided> {
  constructor(
    readonly document: PolicyDocument,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

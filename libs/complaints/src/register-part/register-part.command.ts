import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { RegistrationOfPart } from '../domain/split';

/** Puts the case on record that a part of another one becomes; once, however often it is sent. */
export class RegisterPart extends Command<Decided> {
  constructor(
    readonly registration: RegistrationOfPart,
    readonly why: { readonly reason?: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { decideAndAppend, EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, fold, newId, type Clock, type CommandOrigin, type DomainEvent } from '@redress/kernel';
import { BeyondAuthority, type Beyond } from '../domain/authority';
import {
  authorityUseDecider,
  authorityUseStream,
  type AuthorityUseCommand,
} from '../domain/authority-use-decider';
import type { AuthorityEvent } from '../events';

/** What is drawn for, and how it is measured. */
export type Draw = Omit<Extract<AuthorityUseCommand, { type: 'DrawAuthority' }>, 'type'>;

/** The use that people make of their authority, by day and month. */
@Injectable()
export class AuthorityBook {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Draws upon a person's authority; undefined where that is done, now or before, else what is in its way. */
  async draw(person: string, draw: Draw, origin: CommandOrigin): Promise<Beyond | undefined> {
    try {
      await this.#decide(person, { type: 'DrawAuthority', ...draw }, origin);
      return undefined;
    } catch (error) {
      if (error instanceof BeyondAuthority) return error.beyond;
      throw error;
    }
  }

  /** What is in the way of a draw, as things stand: nothing is drawn. */
  async foresee(person: string, draw: Draw): Promise<Beyond | undefined> {
    const history = await this.store.readStream(authorityUseStream(person));
    try {
      authorityUseDecider.decide(
        { type: 'DrawAuthority', ...draw },
        fold(authorityUseDecider, history as readonly DomainEvent[] as readonly AuthorityEvent[]),
      );
      return undefined;
    } catch (error) {
      if (error instanceof BeyondAuthority) return error.beyond;
      throw error;
    }
  }

  /** Returns one draw for a resolution, or all of them; what is returned already stays so. */
  async returnDraws(
    person: string,
    draws: { readonly resolutionId: string; readonly drawId?: string },
    origin: CommandOrigin,
  ): Promise<void> {
    await this.#decide(person, { type: 'ReturnAuthority', ...draws, now: this.clock.now() }, origin);
  }

  async #decide(person: string, command: AuthorityUseCommand, origin: CommandOrigin): Promise<void> {
    const { commandId, correlationId, actor } = origin;
    const stream = authorityUseStream(person);
    await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: authorityUseDecider,
      command: () => command,
      // A repeat is known by the draws that stand: a command sent again may have to draw anew what it had returned.
      origin: { commandId: newId(), correlationId, causationId: commandId, actor },
      stage: 'either',
    });
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, toIso, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { answerWhatIf } from './answer-what-if';
import { AskWhatIf } from './ask-what-if.query';
import type { WhatIfAnswer } from './what-if-answer.dto';
import { WhatIfTurn } from './what-if-turn';

@QueryHandler(AskWhatIf)
export class AskWhatIfHandler implements IQueryHandler<AskWhatIf> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly policies: PolicyShelf,
    private readonly turn: WhatIfTurn,
  ) {}

  /** Throws HttpProblem `what-if-busy`, and as `answerWhatIf` does. */
  async execute({ question, signal }: AskWhatIf): Promise<WhatIfAnswer> {
    const endTurn = this.turn.take();
    try {
      const { store, policies } = this;
      const now = this.clock.now();
      // Said as an instant, so that whoever asks again with it is told the same.
      return await answerWhatIf({ asOf: toIso(now), ...question }, { store, policies, now, signal });
    } finally {
      endTurn();
    }
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { HttpProblem } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { answerWhatIf } from './answer-what-if';
import { AskWhatIf } from './ask-what-if.query';
import type { WhatIfAnswer } from './what-if-answer.dto';

const RETRY_AFTER_SECONDS = 10;

/** Answers one question at a time: it takes turns with whatever else the process does, but each turn is a core's. */
@QueryHandler(AskWhatIf)
export class AskWhatIfHandler implements IQueryHandler<AskWhatIf> {
  #isBusy = false;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly policies: PolicyShelf,
  ) {}

  /** Throws HttpProblem `what-if-busy`, and as `answerWhatIf` does. */
  async execute({ question, signal }: AskWhatIf): Promise<WhatIfAnswer> {
    if (this.#isBusy) {
      throw new HttpProblem(429, 'what-if-busy', 'Another such question is being answered.', {
        headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      });
    }
    this.#isBusy = true;
    try {
      const { store, policies } = this;
      return await answerWhatIf(question, { store, policies, now: this.clock.now(), signal });
    } finally {
      this.#isBusy = false;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { HttpProblem } from '@redress/http';

const RETRY_AFTER_SECONDS = 10;

/** One question at a time: it takes turns with whatever else the process does, but each turn is a core's. */
@Injectable()
export class WhatIfTurn {
  #isTaken = false;

  /** Gives what ends the turn. Throws HttpProblem `what-if-busy`. */
  take(): () => void {
    if (this.#isTaken) {
      throw new HttpProblem(429, 'what-if-busy', 'Another such question is being answered.', {
        headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      });
    }
    this.#isTaken = true;
    return () => {
      this.#isTaken = false;
    };
  }
}

import type { Type } from '@nestjs/common';
import { ATTEMPT_OUTCOMES, WindowBody, type AttemptOutcome } from '@redress/callbacks';
import { CHANNELS, type Channel } from '@redress/complaints';
import { IsNested, IsOneOf, IsOpaqueId, IsText } from '@redress/http';
import { CaseNamed } from './case-named.dto';

/** What an outside system can tell about a case or a call that is on record. */
export const FACTS = [
  'acknowledged',
  'responded',
  'chased',
  'wait-ended',
  'call-started',
  'call-ended',
] as const;
export type Fact = (typeof FACTS)[number];

/** What all facts about a case say. */
class CaseFact extends CaseNamed {
  @IsOneOf(FACTS)
  readonly fact!: Fact;

  @IsOpaqueId({ optional: true, description: 'Why: a reason code. No personal data.' })
  readonly reason?: string;

  @IsText(8_000, { optional: true, description: 'Why, in free text. Personal data.' })
  readonly note?: string;
}

/** `acknowledged`: the customer was told that we have it. */
export class AcknowledgedFact extends CaseFact {
  @IsOneOf(CHANNELS)
  readonly channel!: Channel;
}

/** `responded`: a person gave the customer an answer of substance. `chased`: the customer asked again. */
export class SpokenFact extends CaseFact {
  @IsOneOf(CHANNELS, { optional: true })
  readonly channel?: Channel;
}

/** `wait-ended`: what the case waited for came, such as evidence. */
export class WaitEndedFact extends CaseFact {}

/** What all facts about a call say: of a dialler, say. */
class CallFact {
  @IsOneOf(FACTS)
  readonly fact!: Fact;

  @IsOpaqueId({ description: 'Of the callback.' })
  readonly callbackId!: string;
}

/** `call-started`: somebody calls. The contact policy may hold the attempt back: that is put on record. */
export class CallStartedFact extends CallFact {
  @IsOpaqueId({ description: 'Who calls.' })
  readonly agent!: string;
}

/** `call-ended`: how the attempt ended. */
export class CallEndedFact extends CallFact {
  @IsOneOf(ATTEMPT_OUTCOMES)
  readonly outcome!: AttemptOutcome;

  @IsNested(() => WindowBody, {
    optional: true,
    description: 'With `asked-to-call-later`: the window that the customer asked for.',
  })
  readonly window?: WindowBody;
}

/** How the data of each fact are read. */
export const FACT_BODIES = {
  acknowledged: AcknowledgedFact,
  responded: SpokenFact,
  chased: SpokenFact,
  'wait-ended': WaitEndedFact,
  'call-started': CallStartedFact,
  'call-ended': CallEndedFact,
} as const satisfies Readonly<Record<Fact, Type<object>>>;

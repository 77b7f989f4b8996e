import type { CommandOutcome } from '@redress/http';
import { fromIso } from '@redress/kernel';
import type { CasePlan } from './case-plan';
import type { Telling } from './desk';
import type { Dice } from './dice';
import { comment } from './words';

/** A callback, as far as the demo looks at it. */
export interface CallbackSeen {
  readonly id: string;
  readonly purpose: string;
  readonly cycle: number | null;
  readonly window: { readonly from: string; readonly to: string };
}

interface AttemptOutcome extends CommandOutcome {
  readonly suppressed: { readonly rule: string; readonly nextAllowedAt: string | null } | null;
}

/** What a customer who was not pleased gives, and one who was. */
const SCORES = { glad: [4, 5, 5], sad: [1, 1, 2, 3] } as const;

/** As many as the contact policy of the house allows: then Redress calls the customer unreachable. */
const MOST_ATTEMPTS = 6;

/** Works a callback until the customer was reached or cannot be. Gives whether they are satisfied, where they were asked. */
export async function tellCallback(
  plan: CasePlan,
  telling: Telling,
  id: string,
  agent: string,
): Promise<boolean | undefined> {
  const { dice, language } = plan;
  const about = (what: string) => `/v1/callbacks/${id}/${what}`;
  const { purpose, window } = await telling.ask<CallbackSeen>(agent, `/v1/callbacks/${id}`);
  telling.passUntil(fromIso(window.from));
  telling.pass(dice.upTo(45));
  await telling.tell(agent, about('claim'));
  const picksUp = !dice.chance(0.05) || purpose === 'promise';
  for (let attempts = 0; attempts < MOST_ATTEMPTS;) {
    const { suppressed } = await telling.tell<AttemptOutcome>(agent, about('attempts'));
    if (suppressed !== null) {
      if (suppressed.nextAllowedAt === null) return undefined;
      telling.passUntil(fromIso(suppressed.nextAllowedAt));
      telling.pass(dice.upTo(20));
      continue;
    }
    attempts += 1;
    telling.pass(1);
    const isReached = dice.chance(0.65) && picksUp;
    const outcome = isReached ? 'reached' : dice.oneOf(['no-answer', 'no-answer', 'busy', 'voicemail']);
    await telling.tell(agent, about('outcome'), { outcome });
    if (outcome === 'reached') {
      telling.pass(4);
      const satisfied = dice.chance(0.85);
      await telling.tell(agent, about('complete'), {
        ...(purpose === 'follow-up' ? survey(plan, satisfied) : {}),
      });
      return purpose === 'follow-up' ? satisfied : undefined;
    }
    telling.pass(125 + dice.upTo(60));
  }
  return undefined;

  function survey({ dice: chance }: CasePlan, satisfied: boolean) {
    return {
      answers: {
        satisfied,
        csat: chance.oneOf(satisfied ? SCORES.glad : SCORES.sad),
        ...(chance.chance(0.3) ? { comment: comment(language, satisfied, chance) } : {}),
        ...(chance.chance(0.4) ? { servqual: servqual(satisfied, chance) } : {}),
      },
    };
  }
}

/** What is expected of each dimension of service, and the item of the survey that asks for it. */
const EXPECTED = [
  ['Q1', 'tangibles', 5],
  ['Q5', 'reliability', 7],
  ['Q9', 'responsiveness', 7],
  ['Q14', 'assurance', 6],
  ['Q18', 'empathy', 6],
] as const;

/** One who is not pleased found most of it far from what they expected; one who is, about that. */
const servqual = (satisfied: boolean, dice: Dice) =>
  EXPECTED.map(([item, dimension, expected]) => ({
    item,
    dimension,
    expected,
    perceived: satisfied ? Math.min(7, expected - 2 + dice.upTo(3)) : 1 + dice.upTo(3),
  }));

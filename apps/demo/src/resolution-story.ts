import { toIso } from '@redress/kernel';
import { ApiRefusal } from './api-client';
import type { CasePlan } from './case-plan';
import type { Telling } from './desk';
import { CURRENCY_OF, SUPERVISOR } from './staff';

/** Typical amounts in the smallest unit: most within an agent's authority, some beyond. */
const TYPICAL_MINOR = { en: 1_500, 'zh-Hans': 12_000 } as const;

interface ResolutionSeen {
  readonly id: string;
  /** Which limit stood in the way; null where it was approved at once. */
  readonly exceeds: string | null;
}

/** Proposes a remedy and follows it. Gives whether it was put into effect, which resolved the case. */
export async function tellResolution(
  plan: CasePlan,
  telling: Telling,
  id: string,
  agent: string,
): Promise<boolean> {
  const { dice, leader, language } = plan;
  const minor = Math.max(100, Math.round((dice.about(TYPICAL_MINOR[language]) + 300) / 50) * 50);
  const remedies = [
    { kind: 'apology' },
    ...(dice.chance(0.75)
      ? [
          {
            kind: dice.oneOf(['refund', 'refund', 'compensation', 'gesture']),
            amount: { minor, currency: CURRENCY_OF[language] },
          },
        ]
      : []),
    ...(dice.chance(0.15) ? [{ kind: dice.oneOf(['repair', 'redo', 'replacement']) }] : []),
  ];
  const { id: resolutionId } = await telling.tell(agent, `/v1/complaints/${id}/resolutions`, { remedies });
  const about = (what: string) => `/v1/complaints/${id}/resolutions/${resolutionId}/${what}`;
  const { resolutions } = await telling.ask<{ resolutions: readonly ResolutionSeen[] }>(
    agent,
    `/v1/complaints/${id}/resolutions`,
  );
  if (resolutions.find((one) => one.id === resolutionId)?.exceeds != null) {
    if (dice.chance(0.1)) telling.pass(7 * 24 * 60); // still waiting when the week is over
    telling.pass(dice.about(60));
    if (dice.chance(0.12)) {
      await telling.tell(SUPERVISOR, about('decline'), { reason: 'out-of-proportion' });
      return false;
    }
    await approve(telling, about('approve'), [leader, SUPERVISOR]);
  }
  telling.pass(dice.upTo(30));
  await telling.tell(agent, about('offer'));
  telling.pass(dice.about(60));
  if (dice.chance(0.12)) {
    await telling.tell(agent, about('refuse'));
    return false;
  }
  const hours = 24 + dice.upTo(48);
  await telling.tell(agent, about('accept'), { fulfilBy: toIso(telling.at + hours * 3_600_000) });
  telling.pass(dice.about(hours * 25));
  await telling.tell(agent, about('fulfil'), { resolve: true, reference: `PAY-${String(plan.number)}` });
  if (dice.chance(0.03)) await telling.tell(agent, about('reverse'), { reason: 'paid-twice' });
  return true;
}

/** By the first whose authority reaches; told again, it has been decided. */
async function approve(telling: Telling, path: string, people: readonly string[]): Promise<void> {
  for (const person of people) {
    try {
      await telling.tell(person, path);
      return;
    } catch (error) {
      if (!(error instanceof ApiRefusal && ['beyond-authority', 'already-decided'].includes(error.code)))
        throw error;
    }
  }
}

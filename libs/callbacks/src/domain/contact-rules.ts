import type { Consents } from '@redress/customers';
import type { EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import { parseDuration } from '@redress/sla';
import type { CallbackChannel, CallbackPurpose, SuppressionRule } from '../events';
import { dayOf, isQuiet, nextDayAfter, quietUntil, type RestTime } from './quiet-hours';

/** What the contact policy looks at, of one callback. */
export interface ContactFacts {
  readonly purpose: CallbackPurpose;
  readonly channel: CallbackChannel;
  /** The customer's, IANA. */
  readonly timeZone: string;
  /** When the attempts so far were started. */
  readonly attemptsAt: readonly EpochMs[];
  /** How many of them count against the most that there may be. */
  readonly attemptsCounted: number;
}

/** Why an attempt is held back, and the first instant that satisfies every rule; null where none will. */
export interface Suppression {
  readonly rule: SuppressionRule;
  readonly nextAllowedAt: EpochMs | null;
}

/** Whether there were as many attempts as the policy allows. */
export const isExhausted = (
  { attemptsCounted }: Pick<ContactFacts, 'attemptsCounted'>,
  policy: ContactPolicy,
) => attemptsCounted >= policy.attempts.most;

/**
 * What holds an attempt back at an instant: the first rule that it breaks, in the order consent, attempts exhausted, attempts a day,
 * spacing, quiet hours; undefined where it may be made.
 */
export function suppressionAt(
  at: EpochMs,
  facts: ContactFacts,
  policy: ContactPolicy,
  consents: Consents,
): Suppression | undefined {
  if (lacksConsent(facts, policy, consents)) return { rule: 'consent', nextAllowedAt: null };
  if (isExhausted(facts, policy)) return { rule: 'attempts-exhausted', nextAllowedAt: null };
  const timing = timingRules(facts, policy);
  const rule = timing.find((one) => one.allowedFrom(at) > at)?.rule;
  if (rule === undefined) return undefined;
  // In this order no rule undoes what the one before it allowed: days to come hold no attempts yet, and later is never too soon.
  const nextAllowedAt = timing.reduce((instant, { allowedFrom }) => allowedFrom(instant), at);
  return { rule, nextAllowedAt };
}

/**
 * A promise is made on the customer's wish and needs no consent. A follow-up is service, allowed until it is refused. For calls of our own
 * making the policy says whether silence is consent.
 */
function lacksConsent(
  { purpose, channel }: ContactFacts,
  { careNeedsConsent }: ContactPolicy,
  consents: Consents,
): boolean {
  switch (purpose) {
    case 'promise':
      return false;
    case 'follow-up':
      return consents.get(`${channel}:service`) === false;
    case 'care':
    case 'renewal':
      return !(consents.get(`${channel}:care`) ?? !careNeedsConsent);
  }
}

/** A rule about when: the first instant from a given one on that it allows. */
interface TimingRule {
  readonly rule: SuppressionRule;
  readonly allowedFrom: (at: EpochMs) => EpochMs;
}

function timingRules(
  { timeZone, attemptsAt }: ContactFacts,
  { attempts: { perDay, apart }, quietHours }: ContactPolicy,
): readonly TimingRule[] {
  const days = attemptsAt.map((at) => dayOf(at, timeZone));
  const isFull = (at: EpochMs): boolean => {
    const today = dayOf(at, timeZone);
    return days.filter((day) => day === today).length >= perDay;
  };
  const spacedFrom = Math.max(...attemptsAt.map((at) => at + parseDuration(apart)));
  const rest: RestTime = { quietHours, timeZone };
  return [
    { rule: 'attempts-a-day', allowedFrom: (at) => (isFull(at) ? nextDayAfter(at, timeZone) : at) },
    { rule: 'spacing', allowedFrom: (at) => Math.max(at, spacedFrom) },
    { rule: 'quiet-hours', allowedFrom: (at) => (isQuiet(at, rest) ? quietUntil(at, rest) : at) },
  ];
}

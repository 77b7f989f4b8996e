import { DomainError, type Role } from '@redress/kernel';
import type { AuthorityLimit, AuthorityLimits } from '@redress/policies';
import type { Limit, Money } from '../events';

/** How an approval would go beyond a limit; amounts in the smallest unit of the currency. */
export interface Beyond {
  readonly exceeds: Limit;
  readonly currency: string;
  /** What the limit allows. */
  readonly limit: number;
  /** How much of it is left. */
  readonly remaining: number;
}

/** What one person has approved in a currency on a day, and in the month of that day. */
export interface Use {
  readonly day: number;
  readonly month: number;
}

/** The refusal of an approval for which the authority does not reach. */
export class BeyondAuthority extends DomainError {
  constructor(readonly beyond: Beyond) {
    super('forbidden', 'beyond-authority', `This is beyond what you may approve by ${beyond.exceeds}.`, {
      ...beyond,
    });
  }
}

/** Whether a role may approve a cost on a case on which `promised` is promised or paid already; undefined: it may. */
export function beyondCase(
  limits: AuthorityLimits,
  role: Role,
  cost: Money,
  promised: number,
): Beyond | undefined {
  return beyond('case', cost, limitOf(limits, role, cost.currency)?.perCase, promised);
}

/** Whether a person in a role may approve a cost beside what they have approved by then; undefined: they may. */
export function beyondUse(
  limits: AuthorityLimits,
  role: Role,
  cost: Money,
  { day, month }: Use,
): Beyond | undefined {
  const limit = limitOf(limits, role, cost.currency);
  return beyond('day', cost, limit?.perDay, day) ?? beyond('month', cost, limit?.perMonth, month);
}

/** The roles of whom someone could approve a cost on a case. No limit by case is above that by day, nor that above the one by month. */
export const approversOf = (limits: AuthorityLimits, cost: Money, promised: number): readonly Role[] =>
  limits.limits
    .filter(({ currency }) => currency === cost.currency)
    .map(({ role }) => role)
    .filter((role) => beyondCase(limits, role, cost, promised) === undefined);

/** Whether a role is one of some, or stands above one of them. */
export const reachesOneOf = (role: Role, others: readonly Role[]): boolean =>
  others.some((other) => other === role || RANK[role] > RANK[other]);

const RANK: Readonly<Record<Role, number>> = {
  supervisor: 3,
  'shift-leader': 2,
  agent: 1,
  analyst: 0,
  integration: 0,
  system: 0,
};

const limitOf = ({ limits }: AuthorityLimits, role: Role, currency: string): AuthorityLimit | undefined =>
  limits.find((one) => one.role === role && one.currency === currency);

function beyond(exceeds: Limit, { minor, currency }: Money, limit = 0, used: number): Beyond | undefined {
  return used + minor <= limit
    ? undefined
    : { exceeds, currency, limit, remaining: Math.max(0, limit - used) };
}

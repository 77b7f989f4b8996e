import type { EpochMs } from '@redress/kernel';
import type { CaseKind, Channel, Tier } from '@redress/complaints';
import { Dice } from './dice';
import { agentsOf, LANGUAGES, leaderOf, TEAMS, ZONE_OF, type Language, type Team } from './staff';
import { someCustomer, story, wish } from './words';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;

/** How many calls come in each hour of the customers' day, beside each other: two peaks, a quiet night. */
const CALLS_BY_HOUR = [2, 1, 1, 1, 1, 2, 5, 12, 25, 38, 42, 36, 28, 30, 36, 34, 30, 26, 24, 22, 18, 12, 7, 4];

/** The offset of a customer's day, roughly: chance needs no time-zone rules. */
const OFFSET_MS: Readonly<Record<Language, number>> = { en: 0, 'zh-Hans': 8 * 60 * MINUTE_MS };

const KINDS: readonly (readonly [CaseKind, share: number])[] = [
  ['complaint', 55],
  ['fault-report', 15],
  ['enquiry', 12],
  ['request', 8],
  ['suggestion', 4],
  ['return', 2],
  ['quote', 2],
  ['praise', 2],
];
const CHANNELS: readonly (readonly [Channel, share: number])[] = [
  ['phone', 55],
  ['web', 15],
  ['chat', 12],
  ['email', 10],
  ['sms', 4],
  ['ivr', 2],
  ['visit', 1],
  ['letter', 1],
];
const TIERS: readonly (readonly [Tier, share: number])[] = [
  ['standard', 85],
  ['key', 12],
  ['vip', 3],
];
const PRIORITIES: readonly (readonly [number, share: number])[] = [
  [1, 5],
  [2, 20],
  [3, 50],
  [4, 20],
  [5, 5],
];

function weighted<Item>(choices: readonly (readonly [Item, number])[], dice: Dice): Item {
  let left = dice.throw() * choices.reduce((sum, [, share]) => sum + share, 0);
  for (const [item, share] of choices) {
    left -= share;
    if (left < 0) return item;
  }
  throw new RangeError('nothing to choose from');
}

/** What is known of a case before its life begins. The same for the same seed and number. */
export interface CasePlan {
  readonly number: number;
  readonly at: EpochMs;
  readonly language: Language;
  readonly team: Team;
  readonly agent: string;
  readonly leader: string;
  readonly kind: CaseKind;
  readonly category: string;
  readonly priority: number;
  readonly registration: object;
  /** For everything that is still to be decided by chance. */
  readonly dice: Dice;
}

/** The case with that number of a week that ends at `until`. */
export function planCase(seed: number, number: number, until: EpochMs): CasePlan {
  const dice = new Dice(seed * 1_000_003 + number);
  // One in eight is known from an earlier case, and mostly calls about the same thing again.
  const customer = number > 20 && dice.chance(1 / 8) ? dice.upTo(number - 1) : number;
  const trouble = new Dice(seed * 7_919 + customer);
  const language = trouble.oneOf(LANGUAGES);
  const who = customerOf(seed, customer, language, trouble);
  const at = arrival(language, until, dice);
  const { team, category } = troubleOf(language, dice.chance(0.8) ? trouble : dice);
  const kind = weighted(KINDS, dice);
  const priority = weighted(PRIORITIES, dice);
  const specialCare = dice.chance(0.04);
  return {
    number,
    at,
    language,
    team,
    agent: dice.oneOf(agentsOf(team)),
    leader: leaderOf(team),
    kind,
    category,
    priority,
    registration: {
      kind,
      category,
      channel: weighted(CHANNELS, dice),
      priority,
      tier: weighted(TIERS, dice),
      specialCare,
      team: team.id,
      customer: who,
      description: story(language, category, dice),
      ...(kind === 'complaint' || kind === 'return' ? { remedySought: wish(language, dice) } : {}),
    },
    dice,
  };
}

function troubleOf(language: Language, dice: Dice): { readonly team: Team; readonly category: string } {
  const team = dice.oneOf(TEAMS.filter(({ languages }) => languages.includes(language)));
  return { team, category: dice.oneOf(team.categories) };
}

const customerOf = (seed: number, number: number, language: Language, dice: Dice) => ({
  ...someCustomer(language, number, dice),
  reference: `DEMO-${String(seed)}-${String(number)}`,
  language: language === 'en' ? 'en-GB' : 'zh-Hans-CN',
  timeZone: ZONE_OF[language],
});

function arrival(language: Language, until: EpochMs, dice: Dice): EpochMs {
  const most = Math.max(...CALLS_BY_HOUR);
  for (;;) {
    const at = until - Math.ceil((dice.throw() * WEEK_MS) / MINUTE_MS) * MINUTE_MS;
    const local = new Date(at + OFFSET_MS[language]);
    const weekend = local.getUTCDay() % 6 === 0 ? 0.5 : 1;
    if (dice.chance(((CALLS_BY_HOUR[local.getUTCHours()] ?? 0) / most) * weekend)) return at;
  }
}

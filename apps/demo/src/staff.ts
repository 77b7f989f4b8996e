/** A team of the demo's call centre, and what comes to it. */
export interface Team {
  readonly id: string;
  readonly languages: readonly Language[];
  readonly categories: readonly string[];
}

export const LANGUAGES = ['en', 'zh-Hans'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Five agents each: forty in all. */
const AGENTS_PER_TEAM = 5;

export const TEAMS: readonly Team[] = [
  { id: 'billing-london', languages: ['en'], categories: ['billing', 'refund-delay'] },
  { id: 'billing-shanghai', languages: ['zh-Hans'], categories: ['billing', 'refund-delay'] },
  { id: 'faults-london', languages: ['en'], categories: ['outage', 'meter-fault'] },
  { id: 'faults-shanghai', languages: ['zh-Hans'], categories: ['outage', 'meter-fault'] },
  { id: 'delivery-london', languages: ['en'], categories: ['late-parcel', 'damaged-goods'] },
  { id: 'delivery-shanghai', languages: ['zh-Hans'], categories: ['late-parcel', 'damaged-goods'] },
  { id: 'service-london', languages: ['en'], categories: ['staff-conduct', 'waiting-time'] },
  { id: 'service-shanghai', languages: ['zh-Hans'], categories: ['staff-conduct', 'waiting-time'] },
];

/** The agents of a team, by id. */
export const agentsOf = ({ id }: Team): readonly string[] =>
  Array.from({ length: AGENTS_PER_TEAM }, (_, n) => `${id}-agent-${String(n + 1)}`);

export const leaderOf = ({ id }: Team): string => `${id}-leader`;

/** Watches all teams. */
export const SUPERVISOR = 'demo-head-office';

export const ZONE_OF: Readonly<Record<Language, string>> = {
  en: 'Europe/London',
  'zh-Hans': 'Asia/Shanghai',
};

export const CURRENCY_OF: Readonly<Record<Language, string>> = { en: 'GBP', 'zh-Hans': 'CNY' };

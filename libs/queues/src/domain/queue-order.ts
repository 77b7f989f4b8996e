import type { Tier } from '@redress/complaints';
import type { EpochMs } from '@redress/kernel';

/** What decides where in its queue an open action stands. */
export interface Urgency {
  /** The earliest due instant of a clock that runs; null where none does. */
  readonly nextDueAt: EpochMs | null;
  /** Whether a clock runs that is due beyond what its calendar vouches for. */
  readonly beyondCalendar: boolean;
  /** Whether a clock stands still. */
  readonly paused: boolean;
  /** Whether a supervision order on the case is open. */
  readonly supervised: boolean;
  /** How often the customer asked again. */
  readonly chases: number;
  readonly specialCare: boolean;
  readonly tier: Tier;
  /** 1 is the most urgent, 5 the least. */
  readonly priority: number;
  readonly registeredAt: EpochMs;
  /** Tells items apart that are equal otherwise. */
  readonly itemId: string;
}

const TIER_RANK: Readonly<Record<Tier, number>> = { vip: 0, key: 1, standard: 2 };

/** Beyond this many, further chases add no urgency. */
const MOST_CHASES = 999;

/**
 * What is lost by waiting comes first: the earliest due instant among running clocks, then those that run beyond the end of their calendar,
 * then those whose clocks are paused, then those without a clock. Among equals, whoever is asked after goes first: an open supervision
 * order, then the most chases; then special care, tier, priority, age. As one text that sorts byte by byte, so that a page of a queue is
 * one range of an index.
 */
export function queueOrder(urgency: Urgency): string {
  const {
    nextDueAt,
    beyondCalendar,
    paused,
    supervised,
    chases,
    specialCare,
    tier,
    priority,
    registeredAt,
    itemId,
  } = urgency;
  const clock = nextDueAt !== null ? 0 : beyondCalendar ? 1 : paused ? 2 : 3;
  return [
    clock,
    sortable(nextDueAt ?? 0),
    supervised ? 0 : 1,
    String(MOST_CHASES - Math.min(chases, MOST_CHASES)).padStart(3, '0'),
    specialCare ? 0 : 1,
    TIER_RANK[tier],
    priority,
    sortable(registeredAt),
    itemId,
  ].join('|');
}

/** Instants of the years 1 to 9999 with the same number of digits, those before 1970 included. */
const sortable = (at: EpochMs): string => String(at + 2_000_000_000_000_000);

import type { EpochMs } from '@redress/kernel';
import { ApiRefusal } from './api-client';
import { planCase } from './case-plan';
import { tellCase } from './case-story';
import { Telling, WeekIsOver, type Desk } from './desk';

export interface WeekOptions {
  readonly desk: Desk;
  readonly seed: number;
  readonly cases: number;
  /** The end of the week. */
  readonly until: EpochMs;
  readonly onProgress?: (told: number) => void;
}

/** What became of a week: how many cases were told to where they stand, and what was refused, by code. */
export interface WeekTold {
  readonly told: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** How many lives are told at the same time. */
const AT_ONCE = 24;

/** Tells a week of cases. The same for the same seed, number and end: told again, it changes nothing. */
export async function tellWeek({ desk, seed, cases, until, onProgress }: WeekOptions): Promise<WeekTold> {
  const refused: Record<string, number> = {};
  let told = 0;
  let next = 1;
  const tellNext = async (): Promise<void> => {
    while (next <= cases) {
      const number = next++;
      const plan = planCase(seed, number, until);
      const key = `demo-${String(seed)}-${String(until)}-${String(number)}`;
      try {
        await tellCase(plan, new Telling(desk, key, until, plan.at));
      } catch (error) {
        if (error instanceof ApiRefusal && error.code !== '')
          refused[error.code] = (refused[error.code] ?? 0) + 1;
        else if (!(error instanceof WeekIsOver)) throw error;
      }
      told += 1;
      onProgress?.(told);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tellNext));
  return { told, refused };
}

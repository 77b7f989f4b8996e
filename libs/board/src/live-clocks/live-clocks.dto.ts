import { IsOpaqueId } from '@redress/http';

/** A board with more is one without `team`. */
const MOST_TEAMS = 100;

/** Whose clocks to watch. */
export class LiveClocksQuestion {
  @IsOpaqueId({
    optional: true,
    fromQuery: true,
    many: { min: 1, max: MOST_TEAMS },
    description: 'The teams.',
  })
  readonly team?: readonly string[];
}

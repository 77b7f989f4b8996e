import type { BoardClock } from '../api/types';

/** Of which clocks the list shows only: those of a team, of an agent there, or of what no agent of it has (null). */
export interface Only {
  readonly team: string;
  readonly agent: string | null;
}

export const isOf =
  ({ team, agent }: Only) =>
  (clock: BoardClock): boolean =>
    clock.team === team && clock.agent === agent;

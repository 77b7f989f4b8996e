import type { Position } from '@redress/kernel';

/** What operators should see in the log. */
export type RunnerReport =
  | {
      readonly kind: 'parked';
      readonly projection: string;
      readonly generation: number;
      readonly position: Position;
      readonly type: string;
      readonly reason: string;
    }
  | { readonly kind: 'rebuilding' | 'switched'; readonly projection: string; readonly generation: number }
  /** Tried again by itself. */
  | { readonly kind: 'failed'; readonly projection: string; readonly error: unknown };

/** Where a run of a clock is filed: at its end, or now while it goes. */
export interface Place {
  readonly kind: string;
  readonly category: string;
  readonly tier: string;
  readonly priority: number;
  readonly team: string;
}

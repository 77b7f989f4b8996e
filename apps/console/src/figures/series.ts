/** A row of numbers to be drawn; null where there is none. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly isShare: boolean;
  readonly isDuration: boolean;
}

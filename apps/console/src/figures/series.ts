/** Numbers to be drawn; null where there is none. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** What is drawn in one picture, and in what it is counted. */
export interface Picture {
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly isShare: boolean;
  /** In ms. */
  readonly isDuration: boolean;
  /** Whether the categories are spans of time, one after the other. */
  readonly isOverTime: boolean;
  /** A number in words; a tick of the axis, with the distance to the next one. */
  readonly shown: (value: number) => string;
  readonly tickShown: (value: number, step: number) => string;
}

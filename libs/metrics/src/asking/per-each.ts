/** So many for each of so many, as a share (0 to 1) or a mean; null where there are none. */
export const perEach = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);

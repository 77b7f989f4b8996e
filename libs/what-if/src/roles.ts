/** Who may ask what other documents would have made of the past. */
export const WHAT_IF_ASKERS = ['supervisor', 'analyst'] as const;

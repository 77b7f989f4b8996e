/** Who may ask for figures. */
export const FIGURE_READERS = ['shift-leader', 'supervisor', 'analyst'] as const;

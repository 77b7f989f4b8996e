/** Who may change what others are held to. */
export const PUBLISHERS = ['supervisor'] as const;

/** Who may look at it: all persons, for they are judged by it. */
export const LIBRARY_READERS = ['agent', 'shift-leader', 'supervisor', 'analyst'] as const;

/** Who finds remedies, and decides on them as far as their authority reaches. */
export const REMEDIERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Who puts remedies into effect, or undoes them: payment systems report it themselves. */
export const FULFILLERS = [...REMEDIERS, 'integration'] as const;

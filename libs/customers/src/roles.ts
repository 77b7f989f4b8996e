/** Who puts down what customers say. Outside systems (import, telephony) act on behalf of agents. */
export const STAFF = ['agent', 'shift-leader', 'supervisor', 'integration'] as const;

/** Who may look it up. */
export const READERS = ['agent', 'shift-leader', 'supervisor'] as const;

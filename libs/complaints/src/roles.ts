/** Who handles cases. Outside systems (import, telephony) act on behalf of agents. */
export const STAFF = ['agent', 'shift-leader', 'supervisor', 'integration'] as const;

/** Who hands out work. */
export const LEADERS = ['shift-leader', 'supervisor', 'integration'] as const;

/** Who may look at cases. */
export const READERS = ['agent', 'shift-leader', 'supervisor'] as const;

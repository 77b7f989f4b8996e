/** Who handles cases. Outside systems (import, telephony) act on behalf of agents. */
export const STAFF = ['agent', 'shift-leader', 'supervisor', 'integration'] as const;

/** Who hands out work. */
export const LEADERS = ['shift-leader', 'supervisor', 'integration'] as const;

/** Who decides on what others ask or did. */
export const SUPERVISORS = ['shift-leader', 'supervisor'] as const;

/** Who may look at cases, and say how grave one is: persons. */
export const READERS = ['agent', 'shift-leader', 'supervisor'] as const;

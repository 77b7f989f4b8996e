/** Who works callbacks. Outside systems (telephony, import) act on behalf of agents. */
export const STAFF = ['agent', 'shift-leader', 'supervisor', 'integration'] as const;

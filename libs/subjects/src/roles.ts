/** Who works on subjects. Outside systems (dispatch, sensors) act for those in the field. */
export const STAFF = ['agent', 'shift-leader', 'supervisor', 'integration'] as const;

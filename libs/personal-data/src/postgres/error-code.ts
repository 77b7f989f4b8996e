/** Whether the system failed with this code, such as ENOENT. Not by `instanceof`: an error may come from another realm. */
export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

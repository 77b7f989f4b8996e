/** What an error says, and its code, if it has one. Goes by shape: an error may come from another realm than this one's Error. */
export function reasonOf(error: unknown): { message: string; code?: string } {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const message =
    'message' in error && typeof error.message === 'string' ? error.message : JSON.stringify(error);
  return 'code' in error && typeof error.code === 'string' ? { message, code: error.code } : { message };
}

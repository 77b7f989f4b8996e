import type { HealthCheck } from '../http/health';

/** Well as long as a publisher publishes, or waits for another one that does; its last failure is the reason where not. */
export const publishingCheck = (
  name: string,
  publisher: { status(): { readonly error: unknown } },
): HealthCheck => ({
  name,
  check: () => {
    const { error } = publisher.status();
    if (error === undefined) return Promise.resolve({ ok: true });
    return Promise.resolve({ ok: false, reason: error instanceof Error ? error.message : 'can not publish' });
  },
});

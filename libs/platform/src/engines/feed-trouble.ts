import type { FeedFailure } from '@redress/event-feed';
import type { HealthCheck } from '../http/health';

/** A feed that fails tries again within five seconds, and an attempt may take ten: what is older than that is over. Machine time. */
const LASTS_MS = 20_000;

/** Why the feed of this process does not go on, for those whose work then lies idle. */
export class FeedTrouble {
  #last: { readonly at: number; readonly reason: string } | undefined;

  note({ error }: FeedFailure): void {
    this.#last = { at: Date.now(), reason: error instanceof Error ? error.message : 'it failed' };
  }

  /** The latest failure; undefined where there was none of late. */
  get reason(): string | undefined {
    return this.#last !== undefined && Date.now() <= this.#last.at + LASTS_MS ? this.#last.reason : undefined;
  }

  /** The same check, which says where it is not well what is known of the feed. */
  explains(check: HealthCheck): HealthCheck {
    return {
      name: check.name,
      check: async () => {
        const result = await check.check();
        const told = [result.reason, this.reason].filter((reason) => reason !== undefined);
        return result.ok || told.length === 0 ? result : { ok: false, reason: told.join('; the feed: ') };
      },
    };
  }
}

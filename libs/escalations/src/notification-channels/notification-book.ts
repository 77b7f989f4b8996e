import { statSync } from 'node:fs';
import { readNotificationRulesFile, type NotificationRules } from '@redress/policies';
import { NOTIFIABLE_EVENT_TYPES } from './notifiable-types';

/** How often it looks whether its file has changed. Machine time. */
const LOOK_EVERY_MS = 1_000;

/** The document that says whom to tell, as it stands in its file now: an operator changes it without a restart. */
export class NotificationBook {
  #rules: NotificationRules;
  #stamp: string;
  #lookedAt = performance.now();

  private constructor(
    private readonly file: string,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#stamp = this.#stampOf();
    this.#rules = readNotificationRulesFile(file, NOTIFIABLE_EVENT_TYPES);
  }

  /**
   * Throws PolicyFileError.
   * @param onFailure hears why a changed file can't be used; until it is mended, what it said before holds
   */
  static open(file: string, onFailure: (error: unknown) => void = () => undefined): NotificationBook {
    return new NotificationBook(file, onFailure);
  }

  /** The same object as long as the file stays the same. */
  get rules(): NotificationRules {
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) this.look();
    return this.#rules;
  }

  /** Looks now. */
  look(): void {
    this.#lookedAt = performance.now();
    const stamp = this.#stampOf();
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#rules = readNotificationRulesFile(this.file, NOTIFIABLE_EVENT_TYPES);
    } catch (error) {
      this.onFailure(error);
    }
  }

  #stampOf(): string {
    const found = statSync(this.file, { throwIfNoEntry: false, bigint: true });
    return found === undefined ? 'gone' : [found.mtimeNs, found.size, found.ino].join(' ');
  }
}

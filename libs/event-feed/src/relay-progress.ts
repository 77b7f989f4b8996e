import type { Channels } from './channels';

const CHANNEL = 'redress_relay';

/** How many reports are kept. Whoever lags for long needs no finer grain than what then remains. */
const KEPT_REPORTS = 200;

/** A text on the channel. Machine clocks differ, so a time is told as how long ago it was. */
interface Told {
  readonly topic: string;
  readonly agoMs: number;
}

/**
 * Tells all processes that the topic holds everything that was in the store at `storeAt` (machine time). Where that can't be told it is
 * missing once: the next one says more.
 */
export function tellRelayProgress(channels: Channels, topic: string, storeAt: number): void {
  const told: Told = { topic, agoMs: Math.max(0, Date.now() - storeAt) };
  channels.tell(CHANNEL, [JSON.stringify(told)]).catch(() => undefined);
}

/** What the relay of a topic says of its progress, heard in any process. All times are machine time of this one. */
export class RelayProgress {
  readonly #unlisten: () => void;
  #reports: { readonly heardAt: number; readonly storeAt: number }[] = [];

  constructor(
    channels: Channels,
    private readonly topic: string,
  ) {
    this.#unlisten = channels.listen(CHANNEL, {
      heard: (text) => {
        this.#take(text);
      },
    });
  }

  /**
   * For a subscriber who was at the end of the topic at `by`: the latest time of which he has handled everything that was in the store.
   * Undefined where nothing was heard by then.
   */
  publishedAt(by: number): number | undefined {
    return this.#reports.findLast(({ heardAt }) => heardAt <= by)?.storeAt;
  }

  end(): void {
    this.#unlisten();
  }

  #take(text: string): void {
    const { topic, agoMs } = JSON.parse(text) as Told;
    if (topic !== this.topic) return;
    const heardAt = Date.now();
    this.#reports.push({ heardAt, storeAt: heardAt - agoMs });
    if (this.#reports.length > KEPT_REPORTS) {
      // The newest one stays.
      this.#reports = this.#reports.filter((_, index) => index % 2 === 0);
    }
  }
}

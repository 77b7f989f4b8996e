/** The most bytes (UTF-8) of one text: PostgreSQL takes less than 8,000. */
export const MAX_TEXT_BYTES = 7_900;

export interface ChannelListener {
  heard(text: string): void;
  /** From now on nothing is missed, until `deaf`. Called at each new beginning. */
  hearing?(): void;
  /** Something may be missed from now on. */
  deaf?(): void;
}

/**
 * What the processes of an installation tell each other while they run. Nothing is kept: who does not listen misses it, so what is told here
 * is told again, or can be found out in another way.
 */
export interface Channels {
  /** Tells all who listen, this process too, in this order. Rejects where they may not have heard it. It is not tried again. */
  tell(channel: string, texts: readonly string[]): Promise<void>;
  /** Gives the way to end it. */
  listen(channel: string, listener: ChannelListener): () => void;
}

import { ReadingSession, type Attendee, type ReadingOptions } from './reading-session';

/**
 * Reads the topic for all subscribers of a process: each stretch of a partition is fetched and decoded once for those who come to it at
 * about the same time, and one question waits at the brokers for the news of all of them. It has connections as long as somebody attends;
 * an error ends them for all, and who comes back gets new ones.
 */
export class SharedReader {
  #session: ReadingSession | undefined;
  #closed: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ReadingOptions) {}

  /** Reads for them until they leave; `onFailure` is called once where reading fails, and they are left behind then. */
  attend(attendee: Attendee): Attendance {
    const session = this.#session ?? this.#open();
    session.add(attendee);
    return {
      wake: (reader) => {
        session.wake(reader);
      },
      leave: () => {
        session.remove(attendee);
      },
    };
  }

  /** Resolves when the connections of all who have left are closed. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  #open(): ReadingSession {
    const session = new ReadingSession(this.options, () => {
      if (this.#session === session) this.#session = undefined;
    });
    this.#session = session;
    this.#closed = Promise.all([this.#closed, session.closed]);
    return session;
  }
}

export interface Attendance {
  /** This reader may want more, or has read something. */
  wake(reader: Attendee['readers'][number]): void;
  leave(): void;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVENT_COLUMNS, type EventRow } from './event-row';
import type { Queries } from './queries';
import { isRefusedData } from './refused-data';

/** How many streams are read by one query. */
const MAX_STREAMS = 128;

/** How many such queries are under way at once: most of the store's connections, but never all. */
const MAX_QUERIES = 6;

/** No stream is as long, and the planner may not take the subquery apart: so it goes by the index, whatever the statistics say. */
const ALL = 2_147_483_647;

const READ_STREAM = {
  name: 'event_store.read_whole_stream',
  text: `SELECT ${EVENT_COLUMNS} FROM event_store.events WHERE stream = $1 ORDER BY revision`,
};
const READ_STREAMS = {
  name: 'event_store.read_streams',
  text: `SELECT e.* FROM unnest($1::text[]) AS wanted (stream) CROSS JOIN LATERAL (
      SELECT ${EVENT_COLUMNS} FROM event_store.events WHERE events.stream = wanted.stream ORDER BY revision LIMIT ${String(ALL)}
    ) AS e`,
};

interface Waiting {
  readonly stream: string;
  readonly resolve: (rows: readonly EventRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads whole streams, as commands do: those that are asked for at the same time share a query, as appends share a batch. A round trip
 * costs as much as twenty events.
 */
export class StreamReads {
  #waiting: Waiting[] = [];
  #running = 0;
  #gathering = false;

  constructor(private readonly queries: Queries) {}

  /** The rows of a stream, in order. Rejects as `Queries.read` does. */
  read(stream: string): Promise<readonly EventRow[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream, resolve, reject });
      if (this.#gathering || this.#running >= MAX_QUERIES) return;
      this.#gathering = true;
      // Those who are about to ask in this turn of the event loop come along.
      void nextTurn().then(() => {
        this.#gathering = false;
        this.#pump();
      });
    });
  }

  #pump(): void {
    while (this.#running < MAX_QUERIES && this.#waiting.length > 0) {
      this.#running++;
      void this.#answer(this.#waiting.splice(0, MAX_STREAMS)).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  async #answer(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    try {
      if (group.length === 1) {
        first.resolve(await this.queries.read<EventRow>(READ_STREAM, [first.stream]));
        return;
      }
      const found = new Map<string, EventRow[]>(group.map(({ stream }) => [stream, []]));
      const rows = await this.queries.read<EventRow>(READ_STREAMS, [[...found.keys()]]);
      for (const row of rows) found.get(row.stream)?.push(row);
      for (const { stream, resolve } of group) resolve(found.get(stream) ?? []);
    } catch (error) {
      // One name that the database refuses is not for the others to suffer.
      if (group.length > 1 && isRefusedData(error)) for (const one of group) await this.#answer([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}

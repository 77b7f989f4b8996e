import type { Listen } from '../log-tail';
import { pause } from '../machine-time';
import { isPosition, toPosition } from './event-row';
import { CHANNEL } from './notifier';
import type { Queries } from './queries';

/** The query for the position of the last event: no row where there is none. */
export const HEAD = {
  name: 'event_store.head',
  text: 'SELECT position FROM event_store.events ORDER BY position DESC LIMIT 1',
};

/** How often it looks for itself: a writer may be killed between its commit and its notification. */
const LOOK_EVERY_MS = 5_000;

/** Listens for the writers' notifications on one connection of its own. */
export const listenTo =
  (queries: Queries): Listen =>
  async (signal, heard) => {
    const session = await queries.session();
    const over = AbortSignal.any([signal, session.lost]);
    try {
      await session.listen(CHANNEL, (payload) => {
        if (isPosition(payload)) heard.advance(payload);
      });
      while (!over.aborted) {
        const [last] = await session.rows<{ position: string }>(HEAD);
        if (last !== undefined) heard.advance(toPosition(last.position));
        heard.listening();
        await pause(LOOK_EVERY_MS, over);
      }
    } finally {
      session.end();
    }
  };

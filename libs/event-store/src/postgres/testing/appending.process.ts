/**
 * Appends until it is killed, or so many times: appending.process.ts SAMPLE URL WRITERS SIZE [APPENDS] [STREAM…]
 * Each append has SIZE events, all with the append's own `commandId`, and is printed as soon as it is acknowledged:
 * {"stream","revision","position","commandId","at"}, `at` in ms since the epoch by the machine. Appends go to the streams given, whatever
 * their revision, or else to one stream for each writer, with the revision expected. What fails is left out.
 */
import { newId, SystemClock, type NewEvent } from '@redress/kernel';
import type { ExpectedRevision } from '../../event-store';
import { PostgresEventStore } from '../postgres-event-store';

const [sample = '', url = '', writers = '1', size = '1', appends = 'endless', ...streams] =
  process.argv.slice(2);
const store = new PostgresEventStore(url, new SystemClock());
const event = JSON.parse(sample) as NewEvent;
let left = appends === 'endless' ? Infinity : Number(appends);

async function write(writer: number): Promise<void> {
  const own = `complaint-${newId()}`;
  let last: ExpectedRevision = 'none';
  for (let round = writer; left > 0; round++) {
    left -= 1;
    const stream = streams[round % streams.length] ?? own;
    const commandId = newId();
    const events = Array.from({ length: Number(size) }, () => ({ ...event, id: newId(), commandId }));
    try {
      const appended = await store.append(stream, stream === own ? last : 'any', events);
      last = appended.revision;
      const at = performance.timeOrigin + performance.now();
      process.stdout.write(`${JSON.stringify({ stream, ...appended, commandId, at })}\n`);
    } catch {
      // a test that cares looks at what was acknowledged
    }
  }
}

void Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer))).then(() =>
  store.close(),
);

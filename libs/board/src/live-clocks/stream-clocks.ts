import type { Writable } from 'node:stream';
import type { SseFrame, SseStream } from '@redress/http';
import { toIso, type Clock } from '@redress/kernel';
import { CommitWatch, type ReadModel } from '@redress/read-model';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { ClockWatch } from './clock-watch';

/** At most so many rounds a second for each watcher: what changes in between comes together. */
const AT_LEAST_MS = 100;

/** How often to look without being told of a commit: the word of another process that keeps the rows may be lost. */
const AT_MOST_MS = 1_000;

/** Two of them may be late or lost, and whoever watches still knows within five seconds that what they see is stale. */
const HEARTBEAT_MS = 2_000;

/**
 * Behind for longer than this, the board may mislead: five seconds, and one to spare, since while all is quiet a feed may look only every four
 * seconds, and another process that keeps the rows tells of it once a second.
 */
const STALE_AFTER_MS = 6_000;

/**
 * Sends one watcher what there is, until the stream is over. Nothing is read before what was sent has left, so that a slow watcher is told less
 * often instead of filling the memory.
 */
export async function streamClocks(
  readModel: ReadModel,
  team: string,
  stream: SseStream,
  out: Writable,
  clock: Clock,
): Promise<void> {
  const { signal } = stream;
  const commits = new CommitWatch(readModel, teamClocks.name);
  try {
    const watch = new ClockWatch(readModel, team, stream.lastEventId);
    let heartbeatAt = 0;
    while (!signal.aborted) {
      const frames = await watch.next();
      for (const frame of frames) stream.send(frame);
      if (Date.now() >= heartbeatAt) {
        stream.send(heartbeat(readModel, clock));
        heartbeatAt = Date.now() + HEARTBEAT_MS;
      }
      await drained(out, signal);
      if (frames.length === 0) await commits.sleep({ atLeastMs: AT_LEAST_MS, atMostMs: AT_MOST_MS, signal });
    }
  } finally {
    commits.end();
  }
}

/** Without an id: it is no change, and a client comes back to where it was. With the time by which clients count down, for theirs may be wrong. */
function heartbeat(readModel: ReadModel, clock: Clock): SseFrame {
  const behindMs = readModel.freshness(teamClocks.name);
  return {
    event: 'heartbeat',
    data: {
      now: toIso(clock.now()),
      secondsBehind: behindMs === undefined ? null : Math.floor(behindMs / 1000),
      stale: behindMs === undefined || behindMs > STALE_AFTER_MS,
    },
  };
}

function drained(out: Writable, signal: AbortSignal): Promise<void> {
  if (!out.writableNeedDrain || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      out.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    out.once('drain', done);
    signal.addEventListener('abort', done);
  });
}

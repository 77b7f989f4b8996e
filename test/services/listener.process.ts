/**
 * A member of a consumer group in a process of its own, to be killed: listener.process.ts BROKERS TOPIC GROUP_PREFIX GROUP
 * SESSION_TIMEOUT_MS Prints the id of each event that it is given in a line.
 */
import { KafkaEventFeed } from '@redress/event-feed/kafka';

const [brokers = '', topic = '', groupPrefix = '', group = '', sessionTimeoutMs = ''] = process.argv.slice(2);

void KafkaEventFeed.open({
  brokers: brokers.split(','),
  topic,
  groupPrefix,
  sessionTimeoutMs: Number(sessionTimeoutMs),
}).then((feed) =>
  feed.subscribe({
    group,
    resumeAfter: () => Promise.resolve(undefined),
    handle: (_, events) => {
      process.stdout.write(events.map(({ id }) => `${id}\n`).join(''));
      return Promise.resolve();
    },
  }),
);

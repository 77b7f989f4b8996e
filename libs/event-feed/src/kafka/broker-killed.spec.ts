import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presentJars } from '../../../../test/services/kafka-jars';
import { KafkaJourney, mixedKeys } from '../../../../test/services/kafka-journey';
import { startKafka } from '../../../../test/services/kafka-service';
import { runningIn, stopRunning } from '../../../../test/services/service-process';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import { listen } from '../contract/listener';
import type { RecordedEvent } from '@redress/kernel';

const JARS = join(__dirname, '../../../../.services/kafka');
/** Below those that the system gives out by itself, and another one for each run. */
const PORT = 20_000 + (process.pid % 5_000) * 2;

describeWithKafka('a broker of its own', () => {
  let folder: string;
  let jars: string | undefined;
  let journey: KafkaJourney | undefined;

  const start = async (): Promise<string> => {
    if (jars === undefined) throw new Error('the broker was never downloaded: npm run services:up');
    return startKafka(folder, { port: PORT, jars, note: () => undefined });
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-kafka-'));
    jars = await presentJars(JARS);
  });
  afterAll(async () => {
    await journey?.end();
    await stopRunning(folder, { signal: 'SIGKILL', withinMs: 0 });
    await rm(folder, { recursive: true, force: true });
  });

  it('is killed in the middle of batches and started again: everything is heard, once and in order', async () => {
    journey = await KafkaJourney.begin([await start()]);
    journey.relay({ batchSize: 50 });
    const feed = await journey.feed();
    const { listener, subscription } = listen(feed, 'projection');
    const events: RecordedEvent[] = [];
    for (let round = 0; round < 3; round++) {
      const heard = listener.count();
      events.push(...(await journey.append(mixedKeys(3_000))));
      await listener.until(() => listener.count() > heard);
      const broker = await runningIn(folder);
      expect(listener.count()).toBeLessThan(events.length);
      if (broker !== undefined) process.kill(broker.pid, 'SIGKILL');
      await stopRunning(folder, { signal: 'SIGKILL', withinMs: 0 });
      await start();
    }
    const restartedAt = Date.now();
    await listener.until(() => listener.count() >= events.length);
    const byPartition = listener.handled.map((_, partition) =>
      events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition).map(({ id }) => id),
    );
    expect(listener.handled.map((handled) => handled.map(({ id }) => id))).toEqual(byPartition);
    while ((subscription.caughtUpAt() ?? 0) < restartedAt)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }, 120_000);
});

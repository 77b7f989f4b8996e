import { dueMarks, Timekeeper } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { eventFeedMigrations, PostgresChannels } from '@redress/event-feed/postgres';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { newId, SystemClock } from '@redress/kernel';
import { CommitSignals, ReadModel, ReadModelListener, readModelMigrations } from '@redress/read-model';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { TimerRows } from '../../libs/clocks/src/due-marks/timer-rows';
import { caseBoard, caseStep } from '../../libs/read-model/src/fixtures/case-board';
import { KafkaJourney } from '../services/kafka-journey';
import { OwnProcess } from '../services/own-process';
import { describeWithKafka } from '../services/with-kafka';

const PARTITIONS = 8;
const BOARD = caseBoard.name;

/** A process that asks questions: its rows are kept by others. */
class Asking {
  readonly store: PostgresEventStore;
  readonly feed: LocalEventFeed;
  readonly readModel: ReadModel;
  readonly signals = new CommitSignals();
  readonly timekeeper: Timekeeper;
  readonly #listener: ReadModelListener;

  private constructor(
    readonly database: TestDatabase,
    readonly channels: PostgresChannels,
  ) {
    const { pool, url } = database;
    this.store = new PostgresEventStore(url, new SystemClock());
    this.feed = new LocalEventFeed(this.store, { partitions: PARTITIONS });
    this.#listener = ReadModelListener.start({ channels, pool, signals: this.signals });
    this.readModel = new ReadModel({ pool, signals: this.signals });
    this.timekeeper = new Timekeeper({
      store: this.store,
      feed: this.feed,
      readModel: this.readModel,
      timers: new TimerRows(this.readModel),
      clock: new SystemClock(),
      record: () => Promise.reject(new Error('nothing is due here')),
    });
  }

  static async begin(): Promise<Asking> {
    const database = await createTestDatabase([
      eventStoreMigrations,
      readModelMigrations,
      eventFeedMigrations,
    ]);
    return new Asking(database, await PostgresChannels.open({ pool: database.pool }));
  }

  get freshMs(): number {
    return Math.max(
      ...[BOARD, dueMarks.name].map((projection) => this.readModel.freshness(projection) ?? Infinity),
    );
  }

  /** Opens a case, and waits until it is shown; gives how long that took in ms. */
  async openCase(): Promise<number> {
    const caseId = newId();
    const { position } = await this.store.append(`complaint-${caseId}`, 'none', [caseStep(caseId, 0)]);
    const from = performance.now();
    const partition = this.feed.partitionOf(caseId);
    const shown = await this.readModel.waitFor(BOARD, partition, position, { timeoutMs: 15_000 });
    if (!shown) throw new Error('the case is not shown');
    return performance.now() - from;
  }

  async end(): Promise<void> {
    await this.#listener.stop();
    await this.channels.close();
    await this.feed.close();
    await this.store.close();
    await this.database.drop();
  }
}

describe('read models that are kept in another process', () => {
  let asking: Asking;
  let processes: OwnProcess[];

  beforeEach(async () => {
    asking = await Asking.begin();
    processes = [];
  });
  afterEach(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await asking.end();
  });

  async function start(script: string, ...args: readonly string[]): Promise<OwnProcess> {
    const started = new OwnProcess(script, asking.database.url, ...args);
    processes.push(started);
    await started.line(script.startsWith('relay') ? 'leading' : 'started');
    return started;
  }
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('grow old when it is killed, which the timekeeper says of itself, and are fresh again when another takes over', async () => {
    const first = await start('projector.process.ts');
    await until(() => asking.freshMs < 5_500);
    expect(await asking.timekeeper.check()).toEqual({ ok: true });
    await first.kill();
    await until(() => asking.freshMs > 6_500);
    expect(await asking.timekeeper.check()).toEqual({
      ok: false,
      reason: expect.stringMatching(/^is [67] s behind the events$/) as string,
    });
    await start('projector.process.ts');
    await until(() => asking.freshMs < 5_500);
    expect(await asking.timekeeper.check()).toEqual({ ok: true });
  }, 60_000);

  it('show a command soon after it, and whoever watches them is told of it', async () => {
    await start('projector.process.ts');
    await until(() => asking.freshMs < 5_500);
    for (let n = 0; n < 50; n++) await asking.openCase();
    await until(() => asking.signals.tells(BOARD, 0));
    const waits: number[] = [];
    let told = 0;
    const end = asking.readModel.onCommit(BOARD, () => told++);
    for (let n = 0; n < 100; n++) waits.push(await asking.openCase());
    end();
    waits.sort((one, other) => one - other);
    expect(told).toBeGreaterThan(20);
    // Without being told it is half a second. Half of them, since other tests may take the processor away.
    expect(waits[50]).toBeLessThan(100);
  }, 60_000);

  describeWithKafka('from Kafka', (brokers) => {
    let journey: KafkaJourney;
    beforeEach(async () => {
      journey = await KafkaJourney.begin(brokers);
      await journey.admin.deleteTopic(journey.topic);
      await journey.makeTopic(PARTITIONS);
    });
    afterEach(() => journey.end());

    const startRelay = () => start('relay.process.ts', brokers.join(), journey.topic, '1000');
    const startProjector = () => start('projector.process.ts', brokers.join(), journey.topic);

    it('are as fresh as the share of each process, and as the relay', async () => {
      const relay = await startRelay();
      const first = await startProjector();
      await until(() => asking.freshMs < 5_000);
      await startProjector();
      for (let n = 0; n < 20; n++) await asking.openCase();
      await until(() => asking.freshMs < 4_000);
      // The share of the one that is killed goes to the other when its session is over.
      await first.kill();
      const killedAt = Date.now();
      for (let n = 0; n < 20; n++) await asking.openCase();
      await until(() => asking.freshMs < Date.now() - killedAt);
      await relay.kill();
      await until(() => asking.freshMs > 6_500);
      expect((await asking.timekeeper.check()).ok).toBe(false);
      await startRelay();
      await until(() => asking.freshMs < 5_000);
      expect(await asking.timekeeper.check()).toEqual({ ok: true });
    }, 120_000);
  });
});

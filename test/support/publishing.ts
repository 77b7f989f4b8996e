import type { EventFeed } from '@redress/event-feed';
import type { NewEvent, RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { readModelMigrations, StateOutbox, StateTopicPublisher, type Projection } from '@redress/read-model';
import { MemoryRelayLeases } from '../../libs/event-feed/src/kafka/testing/memory-relay-leases';
import { caseStep } from '../../libs/read-model/src/fixtures/case-board';
import { publishedBoard } from '../../libs/read-model/src/fixtures/published-board';
import type { StateSink } from '../../libs/read-model/src/state-topics/state-topic';
import type { StateTopicReport } from '../../libs/read-model/src/state-topics/state-topic-publisher';
import {
  guardedStates,
  lastStates,
  statesOfRows,
} from '../../libs/read-model/src/state-topics/testing/fold-states';
import { MemoryStateTopics } from '../../libs/read-model/src/state-topics/testing/memory-state-topics';

export const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** A projection that is kept, and what is published of it. */
export class Publishing {
  readonly store = new InMemoryEventStore();
  readonly sink = new MemoryStateTopics();
  readonly leases = new MemoryRelayLeases();
  readonly reports: StateTopicReport[] = [];
  #process: ProjectionProcess | undefined;
  readonly #publishers: StateTopicPublisher[] = [];

  private constructor(
    readonly database: TestDatabase,
    public projection: Projection,
  ) {}

  static async begin(feed?: EventFeed): Promise<Publishing> {
    const database = await createTestDatabase([readModelMigrations]);
    const publishing = new Publishing(database, publishedBoard);
    await publishing.run(publishedBoard, feed);
    return publishing;
  }

  /** Starts the projection, anew where it runs. */
  async run(projection = this.projection, feed?: EventFeed): Promise<void> {
    await this.#process?.stop();
    this.projection = projection;
    const options = { store: this.store, pool: this.database.pool, projections: [projection] };
    this.#process = await startProjections(feed === undefined ? options : { ...options, feed });
  }

  publish(sink: StateSink = this.sink): StateTopicPublisher {
    const publisher = StateTopicPublisher.start({
      outbox: new StateOutbox({ pool: this.database.pool, projections: [this.projection] }),
      sink,
      leases: this.leases,
      backoff: { firstMs: 1, maxMs: 5 },
      report: (report) => this.reports.push(report),
    });
    this.#publishers.push(publisher);
    return publisher;
  }

  /** Until something was reported so many times. */
  async reported(kind: StateTopicReport['kind'], times = 1): Promise<void> {
    while (this.reports.filter((report) => report.kind === kind).length < times) await soon();
  }

  /** The cases c0, c1 … live on; gives what was recorded. */
  async live(cases: number, from: number, to: number): Promise<readonly RecordedEvent[]> {
    const before = await this.all();
    for (let step = from; step < to; step++) {
      for (let n = 0; n < cases; n++) await this.record(`c${String(n)}`, caseStep(`c${String(n)}`, step));
    }
    return (await this.all()).slice(before.length);
  }

  /** As `live`, until the rows show it. */
  async lived(cases: number, from: number, to: number): Promise<void> {
    await this.live(cases, from, to);
    await this.shown();
  }

  async record(caseId: string, event: NewEvent): Promise<void> {
    await this.store.append(`complaint-${caseId}`, 'any', [event]);
  }

  async shown(): Promise<void> {
    await this.#process?.shown(this.projection.name);
  }

  all(): Promise<RecordedEvent[]> {
    return this.store.readAll({ limit: 1_000_000 });
  }

  /** What waits to be published. */
  async entries(): Promise<readonly { readonly topic: string; readonly key: string }[]> {
    const { rows } = await this.database.pool.query<{ topic: string; key: string }>(
      'SELECT topic, key, seq, value, position FROM read_model.state_outbox ORDER BY topic, key',
    );
    return rows;
  }

  async drained(): Promise<void> {
    while ((await this.entries()).length > 0) await soon();
  }

  /** Readers of the topics hold what the rows say. */
  async agrees(): Promise<void> {
    await this.drained();
    const states = await statesOfRows(this.database.pool, this.projection);
    expect(lastStates(this.sink.records)).toEqual(states);
    expect(guardedStates(this.sink.records)).toEqual(states);
  }

  async rebuild(): Promise<void> {
    await this.#process?.runner.rebuild(this.projection.name);
  }

  /** Until the version of the projection that is kept now answers questions. */
  async switched(): Promise<void> {
    while (this.#process?.reports.some(({ kind }) => kind === 'switched') !== true) await soon();
  }

  async end(): Promise<void> {
    await Promise.all(this.#publishers.map((publisher) => publisher.stop()));
    await this.#process?.stop();
    await this.database.drop();
  }
}

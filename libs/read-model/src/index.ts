export { sql } from 'kysely';
export { CommitSignals } from './commit-signals';
export { CommitWatch } from './commit-watch';
export { dumpRows } from './dump-rows';
export { Folding, type Learn } from './fold';
export { rowsOf } from './history';
export {
  membersOf,
  type ChangeSource,
  type LiveChange,
  type LiveFrame,
  type LivePage,
  type LiveSource,
} from './live/live-source';
export { changeReader, LiveTable, liveTable, type ChangeReader } from './live/live-table';
export { LiveWatch } from './live/live-watch';
export { Waking } from './live/waking';
export { readModelMigrations } from './migrations';
export type { ParkedEvent, RetryOutcome } from './parked-events';
export type { ColumnType, Projection, PublishedTable, Row, Rows, TableDefinition } from './projection';
export { instantInLog, Past, recordedBy, type PastInstant } from './past';
export { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner';
export type { RunnerReport } from './runner-report';
export { ReadModel, type Change, type WaitOptions } from './read-model';
export { ReadModelBroadcast, type ReadModelBroadcastOptions } from './read-model-broadcast';
export { ReadModelListener, type ReadModelListenerOptions } from './read-model-listener';
export { repartitionReadModels } from './repartition-read-models';
export { StateOutbox, stateTopics, StateTopicRefused } from './state-topics/state-outbox';
export {
  StateTopicPublisher,
  type StateTopicPublisherOptions,
  type StateTopicReport,
  type StateTopicStatus,
} from './state-topics/state-topic-publisher';
export type { StateTopic } from './state-topics/state-topic';
export { waitForAll } from './wait-for-all';
export { waitForCommand } from './wait-for-command';

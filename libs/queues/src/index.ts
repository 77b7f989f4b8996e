export { QUEUE_PROBLEMS } from './problems';
export type { PublishedQueueEntry } from './queue/published-entry';
export { queues } from './queue/queues.projection';
export { QueuesModule } from './queues.module';

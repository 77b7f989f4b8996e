export { QUEUE_PROBLEMS } from './problems';
export { queues } from './queue/queues.projection';
export { QueuesModule } from './queues.module';

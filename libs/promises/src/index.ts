export { promises } from './ledger/promises.projection';
export { PROMISE_PROBLEMS } from './problems';
export { PromisesModule } from './promises.module';
